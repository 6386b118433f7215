/**
 * Records of Sysmon for Linux, bare or in a line of syslog, turned into the message that Tetragon
 * would have sent, so that every policy sees one view of an event. Only process creation (event 1).
 *
 * <p>Whoever writes such a record may be an attacker: XML without document types and entities, all
 * of it bounded. Start reading at {@link SysmonDecoder}.
 */
@NullMarked
package dev.tocsin.source.sysmon;

import org.jspecify.annotations.NullMarked;
