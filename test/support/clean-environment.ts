// Runs before every test file: whoever works on this has AWS profiles and tokens of their own, which are not ours to use.
for (const name of Object.keys(process.env)) {
  if (name.startsWith("AWS_")) delete process.env[name];
}
process.env["AWS_CONFIG_FILE"] = "no-config-file";
process.env["AWS_SHARED_CREDENTIALS_FILE"] = "no-credentials-file";
