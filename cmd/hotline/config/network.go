package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/dispatch"
)

const (
	nameLimit = 60 // characters of a network's, zone's or person's name: it has to fit a text
	most      = 100_000
)

func (c *checker) network(f file) dispatch.Network {
	t := f.Network
	n := dispatch.Network{
		Name:      c.must("network.name", t.Name, nameLimit, "Eastside Mutual Aid"),
		Location:  c.location("network.timezone", t.Timezone),
		Language:  c.tag("network.default_language", t.DefaultLanguage),
		Languages: c.languages("network.languages", t.Languages),
		Emergency: c.must("network.emergency", t.Emergency, nameLimit, "911"),
		Contact:   c.line("network.contact", t.Contact, nameLimit),
	}
	if !slices.Contains(n.Languages, n.Language) {
		c.fail("network.languages", "must contain the default_language %q", n.Language)
	}
	for i, l := range t.Lines {
		n.Lines = append(n.Lines, c.emergencyLine(fmt.Sprintf("network.lines[%d]", i), l))
	}
	n.Categories = c.categories(f.Categories)
	n.Zones = c.zones(f.Zones)
	n.Elsewhere = c.elsewhere(f.Elsewhere, n)
	n.Rules = c.rules(f.Dispatch)
	n.Rules.DailySpend = c.amount("limits.daily_spend", f.Limits.DailySpend, 1e9, false)
	names := map[string]bool{}
	for i, t := range f.Coordinators {
		if names[pinVariable(t.Name)] {
			c.fail(fmt.Sprintf("coordinators[%d].name", i), "is another coordinator's, too; write more of it")
		}
		names[pinVariable(t.Name)] = true
		n.Coordinators = append(n.Coordinators, c.coordinator(fmt.Sprintf("coordinators[%d]", i), t, n))
	}
	return n
}

func (c *checker) location(path, s string) *time.Location {
	if s == "" {
		c.fail(path, "is missing; write timezone = %q", "America/New_York")
		return nil
	}
	loc, err := time.LoadLocation(s)
	if err != nil || s == "Local" {
		c.fail(path, "%q is no time zone; write one such as \"America/New_York\"", s)
	}
	return loc
}

func (c *checker) languages(path string, tags []string) []string {
	if len(tags) == 0 {
		c.fail(path, "is empty; write languages = [%q]", "en")
	}
	for i, tag := range tags {
		c.tag(path, tag)
		if slices.Contains(tags[:i], tag) {
			c.fail(path, "%q stands twice; write each language once", tag)
		}
	}
	return tags
}

// dangers are the kinds of danger that a further line may be for.
var dangers = []string{"", "violence", "overdose", "suicide", "fire", "gas", "medical"}

func (c *checker) emergencyLine(path string, t lineTable) dispatch.Line {
	if !slices.Contains(dangers, t.Danger) {
		c.fail(path+".danger", "must be one of %s, or empty for any", strings.Join(dangers[1:], ", "))
	}
	return dispatch.Line{
		Name:   c.must(path+".name", t.Name, nameLimit, "Crisis line"),
		Phone:  c.must(path+".phone", t.Phone, nameLimit, "988"), // as people dial it: 988, 311
		Danger: t.Danger,
	}
}

func (c *checker) rules(t dispatchTable) dispatch.Rules {
	return dispatch.Rules{
		LiveOffers:    c.count("dispatch.live_offers", t.LiveOffers, 1, most),
		ReplaceAfter:  c.duration("dispatch.replace_after", t.ReplaceAfter, time.Second),
		AskAgainAfter: c.duration("dispatch.ask_again_after", t.AskAgainAfter, 0),
		DailyLimit:    c.count("dispatch.daily_limit", t.DailyLimit, 1, most),
		WeeklyLimit:   c.count("dispatch.weekly_limit", t.WeeklyLimit, 1, most),
		OpenJobs:      c.count("dispatch.open_jobs", t.OpenJobs, 1, most),
		Quiet: dispatch.Quiet{
			From:  c.clock("dispatch.quiet_from", t.QuietFrom),
			Until: c.clock("dispatch.quiet_until", t.QuietUntil),
		},
		EscalateAfter:     c.duration("dispatch.escalate_after", t.EscalateAfter, time.Second),
		StandDownWindow:   c.duration("dispatch.stand_down_window", t.StandDownWindow, 0),
		ApproveVolunteers: t.ApproveVolunteers,
	}
}

var zip = regexp.MustCompile(`^[0-9]{5}$`)

func (c *checker) zones(tables []zoneTable) []dispatch.Zone {
	var zones []dispatch.Zone
	zoneOf := map[string]string{}
	named := func(name string) bool {
		return slices.ContainsFunc(tables, func(t zoneTable) bool { return strings.TrimSpace(t.Name) == name })
	}
	for i, t := range tables {
		path := fmt.Sprintf("zones[%d]", i)
		z := dispatch.Zone{Name: c.must(path+".name", t.Name, nameLimit, "North"), ZIPs: t.ZIPs, Neighbors: t.Neighbors}
		if slices.ContainsFunc(zones, func(other dispatch.Zone) bool { return other.Name == z.Name }) {
			c.fail(path+".name", "there are two zones %q; give each its own name", z.Name)
		}
		if len(t.ZIPs) == 0 {
			c.fail(path+".zips", "is missing; write zips = [%q]", "11206")
		}
		for _, code := range t.ZIPs {
			if !zip.MatchString(code) {
				c.fail(path+".zips", "%q is no ZIP code; write five digits in quotes, such as \"11206\"", code)
			}
			if other, ok := zoneOf[code]; ok {
				c.fail(path+".zips", "%s is already in zone %q; leave it in one", code, other)
			}
			zoneOf[code] = z.Name
		}
		for _, name := range t.Neighbors {
			if !named(name) || name == z.Name {
				c.fail(path+".neighbors", "%q is no other zone; write names of other [[zones]]", name)
			}
		}
		zones = append(zones, z)
	}
	return zones
}

// elsewhere reads who helps with what the network does not. One that says neither where nor with what would be named for
// everything, which nobody means.
func (c *checker) elsewhere(tables []elsewhereTable, n dispatch.Network) []dispatch.Elsewhere {
	var all []dispatch.Elsewhere
	for i, t := range tables {
		path := fmt.Sprintf("elsewhere[%d]", i)
		e := dispatch.Elsewhere{Name: c.must(path+".name", t.Name, nameLimit, "Grand St Pantry, 718-555-0100"), ZIPs: t.ZIPs,
			Categories: t.Categories}
		if len(t.ZIPs)+len(t.Categories) == 0 {
			c.fail(path, "says neither where nor with what; write zips = [%q] or categories = [%q]", "11385", "FOOD")
		}
		for _, code := range t.ZIPs {
			if !zip.MatchString(code) {
				c.fail(path+".zips", "%q is no ZIP code; write five digits in quotes, such as \"11206\"", code)
			}
		}
		for _, code := range t.Categories {
			if _, known := n.Category(code); !known {
				c.fail(path+".categories", "%q is no category of this network; write codes such as \"FOOD\"", code)
			}
		}
		all = append(all, e)
	}
	return all
}

func (c *checker) coordinator(path string, t coordinatorTable, n dispatch.Network) dispatch.Coordinator {
	for _, tag := range t.Languages {
		c.tag(path+".languages", tag)
	}
	if len(t.Languages) == 0 {
		t.Languages = []string{n.Language}
	}
	switch {
	case t.Phone == "":
		c.fail(path+".phone", "is missing; write phone = %q", "+12125550142")
	case slices.Contains(c.ours, t.Phone):
		c.fail(path+".phone", "is one of the line's own numbers; write the coordinator's phone")
	}
	return dispatch.Coordinator{
		Name:      c.must(path+".name", t.Name, nameLimit, "Ana"),
		Phone:     c.phone(path+".phone", t.Phone),
		Languages: t.Languages,
		OnCall:    c.hours(path+".on_call", t.OnCall),
		Safety:    t.Safety,
	}
}

// pays reads "nobody", "resident" or "network 50"; nothing written is nobody.
func (c *checker) pays(path, s string) dispatch.Pays {
	by, amount, limited := strings.Cut(s, " ")
	switch dispatch.Payer(by) {
	case "":
		return dispatch.Pays{By: dispatch.PayNobody}
	case dispatch.PayNobody, dispatch.PayResident:
		if !limited {
			return dispatch.Pays{By: dispatch.Payer(by)}
		}
	case dispatch.PayNetwork:
		if n, err := strconv.ParseUint(amount, 10, 16); err == nil && n > 0 {
			return dispatch.Pays{By: dispatch.PayNetwork, UpTo: int(n)}
		}
	}
	c.fail(path, "%q must be \"nobody\", \"resident\" or \"network 50\" (up to 50)", s)
	return dispatch.Pays{}
}
