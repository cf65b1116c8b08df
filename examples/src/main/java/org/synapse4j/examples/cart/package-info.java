/**
 * A shopping cart: first its own words ({@code CartEvent}, {@code Cart}), which know nothing of any store; then how it is kept
 * ({@code Carts}) and a walk through the library with it ({@code CartExample}). Which storage it is does not belong here.
 */
@NullMarked
package org.synapse4j.examples.cart;

import org.jspecify.annotations.NullMarked;
