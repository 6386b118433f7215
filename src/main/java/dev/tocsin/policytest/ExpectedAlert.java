package dev.tocsin.policytest;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Alerts that must be there.
 *
 * @param policy absent: the only policy of the file
 * @param alerts how many alerts like this
 * @param findings how many findings they have altogether; absent: any number
 * @param fields path in the SecurityAlert to what must be there
 */
record ExpectedAlert(
    Optional<String> policy,
    long alerts,
    OptionalLong findings,
    Map<String, FieldMatcher> fields) {}
