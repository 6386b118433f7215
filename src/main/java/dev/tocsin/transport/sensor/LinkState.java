package dev.tocsin.transport.sensor;

/**
 * How a sensor's link to the operator is.
 *
 * @param connected a replica that leads takes what is sent
 * @param address of that replica, or {@code ""}
 * @param problem why there is no connection, in words; {@code ""} when there is one
 * @param operatorVersion of the last one that was connected, or {@code ""}
 */
public record LinkState(
    boolean connected, String address, String problem, String operatorVersion) {}
