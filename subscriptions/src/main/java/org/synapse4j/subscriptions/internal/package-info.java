/** How the module {@code testing} gives subscriptions their time and their turns. Nothing that applications use belongs here. */
@NullMarked
package org.synapse4j.subscriptions.internal;

import org.jspecify.annotations.NullMarked;
