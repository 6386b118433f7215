package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;

/** A policy in use: its expressions, and what it has gathered so far. */
record InstalledPolicy(CompiledPolicy compiled, PolicyState state) {
  Policy policy() {
    return compiled.policy();
  }
}
