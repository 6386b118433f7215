/**
 * What MITRE ATT&amp;CK says: techniques, tactics, and which of them are in the matrix for
 * containers. Knows nothing of policies. Start reading at {@link AttackCatalog}.
 */
@NullMarked
package dev.tocsin.attack;

import org.jspecify.annotations.NullMarked;
