// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How numbers are written: with as many digits as mean something. */
final class Figures {

    private Figures() {
    }

    static String text(final double value) {
        if (!Double.isFinite(value)) {
            return "?";
        }
        if (Math.abs(value) >= 100) {
            return Long.toString(Math.round(value));
        }
        final var digits = Math.abs(value) >= 10 ? 3 : 2;
        final var rounded = BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_UP));
        return rounded.setScale(Math.max(1, rounded.scale() + digits - rounded.precision())).toPlainString();
    }

    /** The unit of JMH as people say it. */
    static String unit(final String unit) {
        return switch (unit) {
            case "ops/us" -> "M/s";
            case "ops/ms" -> "k/s";
            case "ops/s" -> "1/s";
            default -> unit.endsWith("/op") ? unit.substring(0, unit.length() - "/op".length()) : unit;
        };
    }
}
