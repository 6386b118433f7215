/**
 * Where an event belongs: live pods, nodes and namespaces from the API server's informers (or from
 * a file), and the join of an event with them by container id and by pod uid.
 *
 * <p>Knows {@code event} and Fabric8, nothing of policies. It never holds an event up for long: an
 * event whose pod is not known yet waits in the {@link WaitingRoom}, bounded in time, number and
 * bytes; {@link Attributor} answers at once.
 *
 * <p>Start reading at {@link Attributor}, then {@link Inventory}; {@link LiveInventory} and {@link
 * InventoryFile} are the two that fill it.
 */
@NullMarked
package dev.tocsin.inventory;

import org.jspecify.annotations.NullMarked;
