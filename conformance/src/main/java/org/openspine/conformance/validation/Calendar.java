package org.openspine.conformance.validation;

/** FHIR's dates and times, which must be possible: 2024-02-30 is not. A second may be 60. */
final class Calendar {
    private static final int DATE_LENGTH = 10;
    private static final int SHORTEST_TIME = 8;
    private static final int MAX_OFFSET_HOURS = 14;

    private Calendar() {}

    static boolean isDate(String text) {
        return text.length() <= DATE_LENGTH && isDatePrefix(text, text.length());
    }

    static boolean isDateTime(String text) {
        return text.length() <= DATE_LENGTH ? isDate(text) : isInstant(text);
    }

    static boolean isInstant(String text) {
        if (text.length() <= DATE_LENGTH + SHORTEST_TIME + 1
                || text.charAt(DATE_LENGTH) != 'T'
                || !isDatePrefix(text, DATE_LENGTH)) {
            return false;
        }
        int zone = endOfTime(text, DATE_LENGTH + 1);
        return zone > 0 && isZone(text, zone);
    }

    static boolean isTime(String text) {
        return endOfTime(text, 0) == text.length();
    }

    private static boolean isDatePrefix(String text, int length) {
        int year = length < 4 ? -1 : number(text, 0, 4);
        if (year < 1 || length == 4) {
            return year >= 1;
        }
        int month = length < 7 || text.charAt(4) != '-' ? -1 : number(text, 5, 7);
        if (month < 1 || month > 12 || length == 7) {
            return length == 7 && month >= 1 && month <= 12;
        }
        int day = length != DATE_LENGTH || text.charAt(7) != '-' ? -1 : number(text, 8, 10);
        return day >= 1 && day <= daysOf(year, month);
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Where {@code hh:mm:ss[.fraction]} from {@code start} ends, or -1 if it is none. */
    private static int endOfTime(String text, int start) {
        if (text.length() < start + SHORTEST_TIME
                || text.charAt(start + 2) != ':'
                || text.charAt(start + 5) != ':'
                || !isWithin(number(text, start, start + 2), 23)
                || !isWithin(number(text, start + 3, start + 5), 59)
                || !isWithin(number(text, start + 6, start + 8), 60)) {
            return -1;
        }
        int at = start + SHORTEST_TIME;
        if (at == text.length() || text.charAt(at) != '.') {
            return at;
        }
        int fraction = ++at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > fraction ? at : -1;
    }

    private static boolean isZone(String text, int at) {
        if (at + 1 == text.length()) {
            return text.charAt(at) == 'Z';
        }
        if (at + 6 != text.length() || text.charAt(at) != '+' && text.charAt(at) != '-' || text.charAt(at + 3) != ':') {
            return false;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        return isWithin(hours, MAX_OFFSET_HOURS) && isWithin(minutes, hours == MAX_OFFSET_HOURS ? 0 : 59);
    }

    private static boolean isWithin(int number, int max) {
        return number >= 0 && number <= max;
    }

    /** The digits as a number, or -1 if they are not all digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
