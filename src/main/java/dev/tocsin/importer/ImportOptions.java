package dev.tocsin.importer;

import java.util.List;
import java.util.Map;

/**
 * What the user of an import wants.
 *
 * @param lists what placeholders stand for, by name
 * @param mode of all policies; empty: what the rule's status says
 * @param withdrawn whether rules that are deprecated, unsupported or disabled are taken as well
 * @param license of rules that name none
 */
public record ImportOptions(
    Map<String, List<String>> lists, String mode, boolean withdrawn, String license) {}
