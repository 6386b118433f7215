/**
 * Files that are nobody else's business, for every package that keeps some. Start reading at {@link
 * dev.tocsin.files.OwnerOnly}.
 */
@NullMarked
package dev.tocsin.files;

import org.jspecify.annotations.NullMarked;
