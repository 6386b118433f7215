/**
 * {@code make demo}: the main job on embedded defaults. Start reading at {@link
 * dev.tocsin.demo.Demo}.
 */
@NullMarked
package dev.tocsin.demo;

import org.jspecify.annotations.NullMarked;
