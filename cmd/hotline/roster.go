package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hotline/dispatch"
)

const (
	rosterLimit = 32 << 20 // bytes: over 100,000 volunteers
	nameLimit   = 60       // characters
	askLimit    = 1000     // asks a day or week that can be meant
)

// rosterColumns are the columns of volunteers.csv, in the order of an export.
func rosterColumns() []string {
	return []string{"name", "phone", "languages", "categories", "zips", "weekly_limit", "hours", "daily_limit"}
}

// rosterEntry is one volunteer of volunteers.csv.
type rosterEntry struct {
	Line        int // of the file
	Name, Phone string
	Volunteer   dispatch.Volunteer // without an id
}

// badLine is a line of volunteers.csv that cannot be taken, and why. It repeats no value of the line: a person's.
type badLine struct {
	Line int
	Why  string
}

// rosterReader reads volunteers.csv for one network.
type rosterReader struct {
	network *dispatch.Network
	phone   func(string) (string, error) // to E.164
	columns map[string]int
	seen    map[string]int // phone → line
}

// readRoster reads a volunteers.csv. Good lines and bad ones are both in the file's order; err is for a file that is
// no roster at all.
func readRoster(r io.Reader, network *dispatch.Network, phone func(string) (string, error)) (good []rosterEntry, bad []badLine, err error) {
	text, err := io.ReadAll(io.LimitReader(r, rosterLimit+1))
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("read the file: %w", err)
	case len(text) > rosterLimit:
		return nil, nil, errors.New("the file is over 32 MiB")
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return nil, nil, errors.New("the file is UTF-16; save it as CSV UTF-8")
	}
	lines := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	lines.FieldsPerRecord = -1
	lines.TrimLeadingSpace = true
	roster := &rosterReader{network: network, phone: phone, seen: map[string]int{}}
	header, err := lines.Read()
	if err == nil {
		err = roster.header(header)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the first line must name the columns, such as %s: %w",
			strings.Join(rosterColumns()[:7], ","), err)
	}
	for {
		fields, err := lines.Read()
		if err == io.EOF {
			return good, bad, nil
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			bad = append(bad, badLine{parse.StartLine, "quotes: " + parse.Err.Error()})
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read the file: %w", err)
		}
		line, _ := lines.FieldPos(0)
		if blank(fields) {
			continue
		}
		entry, err := roster.entry(line, fields)
		if err != nil {
			bad = append(bad, badLine{line, err.Error()})
			continue
		}
		good = append(good, entry)
	}
}

// blank says whether a line has nothing but commas, as spreadsheets leave at the end.
func blank(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return strings.TrimSpace(f) != "" })
}

// header learns which column is where.
func (r *rosterReader) header(fields []string) error {
	r.columns = map[string]int{}
	for i, field := range fields {
		name := strings.ToLower(strings.TrimSpace(field))
		if !slices.Contains(rosterColumns(), name) {
			return fmt.Errorf("%q is no column; the columns are %s", field, strings.Join(rosterColumns(), ", "))
		}
		if _, twice := r.columns[name]; twice {
			return fmt.Errorf("column %s stands twice", name)
		}
		r.columns[name] = i
	}
	for _, must := range []string{"name", "phone"} {
		if _, ok := r.columns[must]; !ok {
			return fmt.Errorf("column %s is missing", must)
		}
	}
	return nil
}

// entry reads one line. Its error is the reason that a person is told.
func (r *rosterReader) entry(line int, fields []string) (rosterEntry, error) {
	if len(fields) != len(r.columns) {
		return rosterEntry{}, fmt.Errorf("has %d fields, the first line has %d", len(fields), len(r.columns))
	}
	field := func(column string) string {
		i, ok := r.columns[column]
		if !ok {
			return ""
		}
		return strings.TrimSpace(unguarded(fields[i]))
	}
	e := rosterEntry{Line: line, Name: field("name")}
	if err := checkName(e.Name); err != nil {
		return e, err
	}
	var err error
	if e.Phone, err = r.phone(field("phone")); err != nil {
		return e, fmt.Errorf("phone: %w", err)
	}
	if other, ok := r.seen[e.Phone]; ok {
		return e, fmt.Errorf("phone: the same as in line %d", other)
	}
	e.Volunteer = dispatch.Volunteer{Status: dispatch.Active, Trusted: true}
	if e.Volunteer.Languages, err = r.languages(field("languages")); err != nil {
		return e, err
	}
	if e.Volunteer.Categories, err = r.categories(field("categories")); err != nil {
		return e, err
	}
	if e.Volunteer.ZIPs, err = zips(field("zips")); err != nil {
		return e, err
	}
	if e.Volunteer.WeeklyLimit, err = askCount("weekly_limit", field("weekly_limit")); err != nil {
		return e, err
	}
	if e.Volunteer.DailyLimit, err = askCount("daily_limit", field("daily_limit")); err != nil {
		return e, err
	}
	if e.Volunteer.Hours, err = dispatch.ParseHours(field("hours")); err != nil {
		return e, fmt.Errorf("hours: %w", err)
	}
	r.seen[e.Phone] = line
	return e, nil
}

func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("name is empty")
	case !utf8.ValidString(name):
		return errors.New("name: not UTF-8; save the file as CSV UTF-8")
	case strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }):
		return errors.New("name: must be one line of plain text")
	case utf8.RuneCountInString(name) > nameLimit:
		return fmt.Errorf("name: over %d characters", nameLimit)
	}
	return nil
}

// parts splits a field at its semicolons, each part once.
func parts(field string) []string {
	var list []string
	for part := range strings.SplitSeq(field, ";") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(list, part) {
			list = append(list, part)
		}
	}
	return list
}

// languages are the network's tags, however they are capitalised; none is the default language.
func (r *rosterReader) languages(field string) ([]string, error) {
	list := parts(field)
	for i, written := range list {
		known := slices.IndexFunc(r.network.Languages, func(tag string) bool { return strings.EqualFold(tag, written) })
		if known < 0 {
			return nil, fmt.Errorf("languages: %q is none of %s", written, strings.Join(r.network.Languages, ", "))
		}
		list[i] = r.network.Languages[known]
	}
	if len(list) == 0 {
		list = []string{r.network.Language}
	}
	return list, nil
}

func (r *rosterReader) categories(field string) ([]string, error) {
	list := parts(field)
	for i, written := range list {
		k, ok := r.network.Category(strings.ToUpper(written))
		if !ok {
			return nil, fmt.Errorf("categories: %q is no category of this network", written)
		}
		list[i] = k.Code
	}
	return list, nil
}

var zipCode = regexp.MustCompile(`^[0-9]{5}$`)

func zips(field string) ([]string, error) {
	list := parts(field)
	for _, zip := range list {
		if !zipCode.MatchString(zip) {
			return nil, fmt.Errorf("zips: %q is no ZIP code of five digits", zip)
		}
	}
	return list, nil
}

// askCount reads a limit; an empty one is 0, the network's own.
func askCount(column, field string) (int, error) {
	if field == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(field)
	if err != nil || n < 1 || n > askLimit {
		return 0, fmt.Errorf("%s: must be a whole number from 1 to %d, or empty", column, askLimit)
	}
	return n, nil
}

// writeRoster writes volunteers as readRoster reads them.
func writeRoster(w io.Writer, entries []rosterEntry) error {
	out := csv.NewWriter(w)
	if err := out.Write(rosterColumns()); err != nil {
		return err
	}
	for _, e := range entries {
		v := e.Volunteer
		record := []string{guarded(e.Name), e.Phone, strings.Join(v.Languages, ";"), strings.Join(v.Categories, ";"),
			strings.Join(v.ZIPs, ";"), limit(v.WeeklyLimit), v.Hours.String(), limit(v.DailyLimit)}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func limit(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// formula is the start of a cell that a spreadsheet would carry out, behind the apostrophes that keep it from that.
var formula = regexp.MustCompile(`^'*[=+\-@]`)

// guarded keeps a spreadsheet from carrying out a name: `=1+1` becomes `'=1+1`, as people write it there by hand. A
// phone needs none: behind its plus are digits alone.
func guarded(cell string) string {
	if formula.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// unguarded takes the guard off again.
func unguarded(cell string) string {
	if strings.HasPrefix(cell, "'") && formula.MatchString(cell) {
		return cell[1:]
	}
	return cell
}
