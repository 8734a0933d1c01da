/** Where the two emulators answer differently, and which of them answers as AWS does. */
interface Difference {
  readonly likeAws: "sandbox" | "moto";
  readonly why: string;
  readonly page: string;
}

const iam = "https://docs.aws.amazon.com/IAM/latest/APIReference";
const sts = "https://docs.aws.amazon.com/STS/latest/APIReference";
const organizations = "https://docs.aws.amazon.com/organizations/latest/APIReference";

/** By the name of the call. */
export const knownDifferences: Readonly<Record<string, Difference>> = {
  "a role with a bad name": {
    likeAws: "sandbox",
    why: "moto checks no name",
    page: `${iam}/API_CreateRole.html`,
  },
  "a role whose trust policy is none": {
    likeAws: "sandbox",
    why: "moto checks no trust policy when a role is made",
    page: `${iam}/API_CreateRole.html#API_CreateRole_Errors`,
  },
  "a role with sessions of a second": {
    likeAws: "sandbox",
    why: "moto checks no duration; 3600 is the least",
    page: `${iam}/API_CreateRole.html`,
  },
  "a version": {
    likeAws: "sandbox",
    why: "moto gives the document, which GetPolicyVersion alone has",
    page: `${iam}/API_PolicyVersion.html`,
  },
  versions: {
    likeAws: "sandbox",
    why: "moto gives documents, and does not say whether there are more",
    page: `${iam}/API_ListPolicyVersions.html`,
  },
  "the account's summary": {
    likeAws: "moto",
    why: "the sandbox has the quotas and counts alone that somebody asked for",
    page: `${iam}/API_GetAccountSummary.html`,
  },
  "assuming a role": {
    likeAws: "sandbox",
    why: "moto tells a PackedPolicySize where there is neither session policy nor tag to pack",
    page: `${sts}/API_AssumeRole.html#API_AssumeRole_ResponseElements`,
  },
  "assuming no role": {
    likeAws: "sandbox",
    why: "moto does not look whether there is a role, nor whom it trusts",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  },
  "a session with a bad name": {
    likeAws: "sandbox",
    why: "moto checks no name of a session",
    page: `${sts}/API_AssumeRole.html`,
  },
  "a session of a second": {
    likeAws: "sandbox",
    why: "moto checks no duration; 900 is the least",
    page: `${sts}/API_AssumeRole.html`,
  },
  "a session whose policy is none": {
    likeAws: "sandbox",
    why: "moto does not read session policies",
    page: `${sts}/API_AssumeRole.html#API_AssumeRole_Errors`,
  },
  "the organization": {
    likeAws: "moto",
    why: "the sandbox leaves out AvailablePolicyTypes, which AWS asks nobody to use",
    page: `${organizations}/API_Organization.html`,
  },
  "an account": {
    likeAws: "sandbox",
    why: "moto has Status, which is retired, and no Paths",
    page: `${organizations}/API_Account.html`,
  },
  accounts: {
    likeAws: "sandbox",
    why: "moto has Status, which is retired, and no Paths",
    page: `${organizations}/API_Account.html`,
  },
  "the parent of no account": {
    likeAws: "sandbox",
    why: "moto has another error than the API reference",
    page: `${organizations}/API_ListParents.html#API_ListParents_Errors`,
  },
  roots: {
    likeAws: "sandbox",
    why: "service control policies are enabled in the fake organization, and not in moto's",
    page: `${organizations}/API_Root.html`,
  },
  "a new account": {
    likeAws: "sandbox",
    why: "moto has the account made before it answers",
    page: `${organizations}/API_CreateAccount.html`,
  },
  "deleting a policy that is attached": {
    likeAws: "sandbox",
    why: "moto deletes it all the same",
    page: `${iam}/API_DeletePolicy.html#API_DeletePolicy_Errors`,
  },
};
