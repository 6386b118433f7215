/** Tests of how an API server is asked, and the servers and proxies that they play. */
@NullMarked
package dev.tocsin.kubernetes;

import org.jspecify.annotations.NullMarked;
