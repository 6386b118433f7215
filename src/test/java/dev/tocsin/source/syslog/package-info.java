@NullMarked
package dev.tocsin.source.syslog;

import org.jspecify.annotations.NullMarked;
