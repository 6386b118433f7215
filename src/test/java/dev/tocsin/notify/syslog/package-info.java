@NullMarked
package dev.tocsin.notify.syslog;

import org.jspecify.annotations.NullMarked;
