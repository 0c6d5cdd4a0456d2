package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"hotline/dispatch"
)

// menuSize is how many categories have a number; the number after them is "something else".
const menuSize = 4

// Standard are the categories of a network that configures none. The taxonomy ids are Open Eligibility's. FOOD, RX,
// RIDE and BABY are what mutual-aid lines are asked for most; things bought for the resident are the resident's to
// pay; who comes into a home, near a child or near money is trusted first.
func Standard() []dispatch.Category {
	nobody := dispatch.Pays{By: dispatch.PayNobody}
	resident := dispatch.Pays{By: dispatch.PayResident}
	return []dispatch.Category{
		{Code: "FOOD", Number: 1, Taxonomy: "1129", Pays: resident},
		{Code: "MEAL", Taxonomy: "1131", Pays: nobody},
		{Code: "RX", Number: 2, Taxonomy: "1204", Pays: resident},
		{Code: "MED", Taxonomy: "1169", Pays: nobody},
		{Code: "RIDE", Number: 3, Taxonomy: "1175", Pays: nobody, TrustedOnly: true},
		{Code: "BABY", Number: 4, Taxonomy: "1155", Pays: resident},
		{Code: "HYG", Taxonomy: "1167", Pays: resident},
		{Code: "GOODS", Taxonomy: "1158", Pays: nobody},
		{Code: "ERRAND", Pays: resident},
		{Code: "COMPANY", Taxonomy: "1303", Pays: nobody},
		{Code: "CHILD", Taxonomy: "1280", Pays: nobody, TrustedOnly: true},
		{Code: "PET", Taxonomy: "1276", Pays: resident},
		{Code: "HOME", Taxonomy: "1141", Pays: nobody, TrustedOnly: true},
		{Code: "TECH", Taxonomy: "1351", Pays: nobody, TrustedOnly: true},
		{Code: "LANG", Taxonomy: "1390", Pays: nobody},
		{Code: "FORMS", Taxonomy: "1292", Pays: nobody, TrustedOnly: true},
		{Code: "MONEY", Taxonomy: "1113", Pays: nobody, TrustedOnly: true},
		{Code: "SHELTER", Taxonomy: "1121", Pays: nobody},
		{Code: "SAFE", Taxonomy: "1123", Pays: nobody, PersonOnly: true},
		{Code: "OTHER", Pays: nobody, PersonOnly: true},
	}
}

var code = regexp.MustCompile(`^[A-Z]{2,12}$`)

// categories reads [[categories]]. SAFE and OTHER are always there, whether written or not: a person in danger and a
// need that fits nothing must have somewhere to go, and that is never a volunteer.
func (c *checker) categories(tables []categoryTable) []dispatch.Category {
	if len(tables) == 0 {
		return Standard()
	}
	var list []dispatch.Category
	has := func(code string) bool {
		return slices.ContainsFunc(list, func(k dispatch.Category) bool { return k.Code == code })
	}
	for i, t := range tables {
		path := fmt.Sprintf("categories[%d]", i)
		if t.Code == "" {
			c.fail(path+".code", "is missing; write code = %q", "FOOD")
		} else if !code.MatchString(t.Code) {
			c.fail(path+".code", "must be 2 to 12 capital letters A to Z, such as %q", "FOOD")
		}
		if has(t.Code) {
			c.fail(path+".code", "%s stands twice; write each category once", t.Code)
		}
		list = append(list, c.category(path, t))
	}
	for _, k := range Standard() {
		if k.PersonOnly && !has(k.Code) {
			list = append(list, k)
		}
	}
	c.menu(list)
	return list
}

func (c *checker) category(path string, t categoryTable) dispatch.Category {
	k := dispatch.Category{
		Code:        t.Code,
		Number:      c.count(path+".number", t.Number, 0, menuSize),
		Pays:        c.pays(path+".pays", t.Pays),
		TrustedOnly: t.TrustedOnly,
		Taxonomy:    c.line(path+".taxonomy", t.Taxonomy, nameLimit),
	}
	for _, known := range Standard() {
		if known.Code == k.Code {
			k.PersonOnly = known.PersonOnly
			k.Taxonomy = cmp.Or(k.Taxonomy, known.Taxonomy)
		}
	}
	if k.PersonOnly && k.Number > 0 {
		c.fail(path+".number", "%s goes to a coordinator and has no number; leave it out", k.Code)
	}
	return k
}

// menu checks that the numbers are 1, 2, … without a gap: the menu is read out in that order.
func (c *checker) menu(list []dispatch.Category) {
	var has [menuSize + 1]string
	highest := 0
	for i, k := range list {
		if k.Number < 1 || k.Number > menuSize {
			continue
		}
		if other := has[k.Number]; other != "" {
			c.fail(fmt.Sprintf("categories[%d].number", i), "%s and %s are both number %d; give each its own",
				other, k.Code, k.Number)
		}
		has[k.Number] = k.Code
		highest = max(highest, k.Number)
	}
	for n := 1; n < highest; n++ {
		if has[n] == "" {
			c.fail("categories", "number %d is missing; number the commonest 1, 2, 3, 4 without a gap", n)
		}
	}
}
