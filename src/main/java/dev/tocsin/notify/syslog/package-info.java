/**
 * Sends alerts to servers of syslog: over TLS, TCP and UDP.
 *
 * <p>Start reading at {@link dev.tocsin.notify.syslog.SyslogDestination}.
 */
@NullMarked
package dev.tocsin.notify.syslog;

import org.jspecify.annotations.NullMarked;
