import fc from "fast-check";

// Runs before every test file of the mutation tests: a mutant that is found once is found every time.
fc.configureGlobal({ seed: 1 });
