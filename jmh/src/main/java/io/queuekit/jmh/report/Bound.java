// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.math.BigDecimal;

/**
 * What a ratio has to keep to.
 *
 * @param sense on which side of the limit
 * @param limit of the ratio
 */
record Bound(Sense sense, double limit) {

    /** On which side of the limit a ratio has to be. */
    enum Sense {

        /** Not below it. */
        AT_LEAST(">="),

        /** Above it. */
        MORE_THAN(">"),

        /** Not above it. */
        AT_MOST("<=");

        private final String sign;

        Sense(final String sign) {
            this.sign = sign;
        }
    }

    static Bound atLeast(final double limit) {
        return new Bound(Sense.AT_LEAST, limit);
    }

    static Bound moreThan(final double limit) {
        return new Bound(Sense.MORE_THAN, limit);
    }

    static Bound atMost(final double limit) {
        return new Bound(Sense.AT_MOST, limit);
    }

    boolean isMetBy(final double ratio) {
        return switch (sense) {
            case AT_LEAST -> ratio >= limit;
            case MORE_THAN -> ratio > limit;
            case AT_MOST -> ratio <= limit;
        };
    }

    /** Whether the first of two ratios is further from being met. */
    boolean isWorse(final double ratio, final double than) {
        return sense == Sense.AT_MOST ? ratio > than : ratio < than;
    }

    @Override
    public String toString() {
        return sense.sign + " " + BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }
}
