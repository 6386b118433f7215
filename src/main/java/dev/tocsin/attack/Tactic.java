package dev.tocsin.attack;

/**
 * A tactic: what a technique is for.
 *
 * @param id {@code TA0004}
 * @param name {@code Privilege Escalation}
 * @param key {@code PrivilegeEscalation}, as policies name it
 */
public record Tactic(String id, String name, String key) {}
