package main

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

var errPhone = errors.New(`write a number with + and country code, such as "+12125550142"`)

// notOurs reads numbers as people write them, but for the line's own: it would text itself.
func notOurs(lines []string) func(string) (string, error) {
	read := phoneReader(lines[0])
	return func(written string) (string, error) {
		number, err := read(written)
		if err == nil && slices.Contains(lines, number) {
			err = errors.New("is one of the line's own numbers")
		}
		return number, err
	}
}

// phoneReader reads numbers as people write them: with + and country code, or as they are dialled where the line is.
func phoneReader(line string) func(string) (string, error) {
	region := ""
	if n, err := phonenumbers.Parse(line, ""); err == nil {
		region = phonenumbers.GetRegionCodeForNumber(n)
	}
	return func(written string) (string, error) {
		written = strings.TrimSpace(written)
		if strings.Trim(written, "0123456789+-. ()/") != "" { // the library reads letters as keypad digits
			return "", errPhone
		}
		n, err := phonenumbers.Parse(written, region)
		if err != nil || phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE { // nor a local one without its area
			return "", errPhone
		}
		number := phonenumbers.Format(n, phonenumbers.E164)
		if !e164.MatchString(number) {
			return "", errPhone
		}
		return number, nil
	}
}
