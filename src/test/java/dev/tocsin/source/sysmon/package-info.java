@NullMarked
package dev.tocsin.source.sysmon;

import org.jspecify.annotations.NullMarked;
