package org.synapse4j.jackson;

/** How a format writes a decimal without a fraction. */
enum Decimals {
    LIKE_INTEGERS,
    APART
}
