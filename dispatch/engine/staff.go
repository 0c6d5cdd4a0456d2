package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
	"hotline/store"
)

// What a coordinator does by text: as from the command line, and answered in one text.

// onCase runs do on the request with this code, and says what it refuses. A private one is not there for who may not
// handle it, and nobody acts on their own.
func (t *turn) onCase(code string, do func(r *store.Request, actor string) error) error {
	r, err := t.requestByCode(code)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("find request: %w", err)
	}
	who := t.coordinator()
	may := err == nil
	if may && !t.network.MayHandle(who, r.Request) {
		taker, _, err := t.takenFrom(r.ID)
		if err != nil {
			return err
		}
		may = r.Attention == dispatch.Taken && taker == who.Name
	}
	switch {
	case !may:
		return t.replies(msg.StaffNoCode, "Code", code)
	case r.Resident == t.person.Contact.ID:
		return t.replies(msg.StaffOwn, "Code", code)
	}
	t.about(r.ID)
	err = do(&r, who.Name)
	if no, refused := errors.AsType[refusal](err); refused {
		t.adds(no.say)
		return nil
	}
	return err
}

// replies adds to the answer. In a call the menu has said it.
func (t *turn) replies(key msg.Key, args ...any) error {
	t.adds(msg.T(key, args...))
	return nil
}

func (t *turn) adds(text msg.Text) {
	if t.call == nil {
		t.says = append(t.says, text)
	}
}

// did notes what has been carried out, so that it can be undone.
func (t *turn) did(do, more string, r store.Request, before *store.Request) {
	if t.call != nil {
		return // what is done by phone is undone by BACK
	}
	t.session.Last = talk.Act{Command: strings.TrimSpace(do + " " + r.Code + " " + more), Do: do, At: t.now, Request: r.ID}
	if before != nil {
		t.session.Last.Status, t.session.Last.Attention = before.Status, before.Attention
	}
}

func (t *turn) takeCase(f talk.TakeCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		if r.Status == dispatch.Closed {
			return refuse("over", msg.StaffOver, "Code", r.Code)
		}
		if r.Attention == dispatch.Taken {
			who, _, err := t.takenFrom(r.ID)
			if err != nil {
				return err
			}
			return t.replies(msg.StaffHas, "Name", who, "Code", r.Code)
		}
		before := *r
		if err := t.eachOpen(r, func(p *store.Request) error { return t.take(p, actor) }); err != nil {
			return err
		}
		t.did("TAKE", "", *r, &before)
		return t.replies(msg.StaffTaken, "Code", r.Code)
	})
}

// giveBackCase has the line go on with what a coordinator had in hand.
func (t *turn) giveBackCase(f talk.GiveBackCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		if r.Status == dispatch.Closed || r.Attention != dispatch.Taken {
			return t.replies(msg.StaffNotTaken, "Code", r.Code)
		}
		before := *r
		if err := t.letGoAll(r, actor); err != nil {
			return err
		}
		t.did("BACK", "", *r, &before)
		return t.replies(msg.StaffGivenBack, "Code", r.Code)
	})
}

func (t *turn) assignCase(f talk.AssignCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		p, err := t.volunteerMeant(*r, f.To)
		if err != nil {
			return err
		}
		before := *r
		if err := t.assignTo(r, p, actor); err != nil {
			return err
		}
		if before.Holder != 0 { // who had it has been told that they need not go; of several places, another one's was read
			t.did("ASSIGN", f.To, *r, nil)
		} else {
			t.did("ASSIGN", f.To, *r, &before)
		}
		return t.replies(msg.StaffAssigned, "Name", nameOr(p.Contact.Name), "Code", r.Code)
	})
}

// volunteerMeant finds the volunteer a coordinator means: by phone, by the letter of an offer of this request, or by name.
func (t *turn) volunteerMeant(r store.Request, to string) (p store.Person, err error) {
	ids, err := t.named(r, to)
	switch {
	case err != nil:
		return p, err
	case len(ids) == 0:
		return p, refuse("nobody is called so", msg.StaffNobody, "Who", to)
	case len(ids) > 1:
		names, err := t.namesOf(ids)
		if err != nil {
			return p, err
		}
		return p, refuse("several are called so", msg.StaffSeveral, "Who", to, "Names", names)
	}
	if p, err = t.personOf(ids[0]); err != nil {
		return p, err
	}
	if p.Volunteer == nil {
		return p, refuse("nobody is called so", msg.StaffNobody, "Who", to)
	}
	return p, nil
}

// namesOf are whole names: several volunteers may have the same letter, or the same first name.
func (t *turn) namesOf(ids []dispatch.ID) (names msg.List, err error) {
	for _, id := range ids[:min(len(ids), listedMost)] {
		c, err := t.tx.ContactByID(id)
		if err != nil {
			return nil, fmt.Errorf("volunteer: %w", err)
		}
		names = append(names, nameOr(c.Name))
	}
	return names, nil
}

func (t *turn) named(r store.Request, to string) (ids []dispatch.ID, err error) {
	if phone, ok := phoneWritten(to); ok {
		p, err := t.tx.PersonByPhone(phone)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("find volunteer: %w", err)
		}
		return []dispatch.ID{p.Contact.ID}, nil
	}
	offers, err := t.offersOf(r)
	if err != nil {
		return nil, err
	}
	for _, o := range offers {
		if strings.EqualFold(o.Letter, to) && !slices.Contains(ids, o.Volunteer) {
			ids = append(ids, o.Volunteer)
		}
	}
	if len(ids) > 0 {
		return ids, nil
	}
	name := plainName(to)
	for v, err := range t.tx.ListVolunteers(time.Time{}) {
		if err != nil {
			return nil, fmt.Errorf("volunteers: %w", err)
		}
		begins := strings.HasPrefix(plainName(v.Name.Reveal())+" ", name+" ") // the first name, or all of it
		if name != "" && v.Status != dispatch.Removed && begins {
			ids = append(ids, v.ID)
		}
	}
	return ids, nil
}

// plainName is a name as it is compared: without accents, capitals and signs.
func plainName(name string) string {
	var words []string
	for _, k := range lexicon.Parse(name).Tokens {
		words = append(words, k.Fold)
	}
	return strings.Join(words, " ")
}

// phoneWritten is a phone number as a coordinator writes it: with + and country code, or the ten digits of a number of
// North America.
func phoneWritten(s string) (string, bool) {
	if strings.Trim(s, "0123456789+-. ()/") != "" {
		return "", false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	switch {
	case strings.HasPrefix(strings.TrimSpace(s), "+") && len(digits) >= 7:
		return "+" + digits, true
	case len(digits) == 10:
		return "+1" + digits, true
	case len(digits) == 11 && digits[0] == '1':
		return "+" + digits, true
	}
	return "", false
}

func (t *turn) closeCase(f talk.CloseCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		before := *r
		if err := t.closeByHand(r, f.Reason, actor); err != nil {
			return err
		}
		if before.Holder != 0 || r.Several() { // who had it has been told that it is over
			t.did("CLOSE", string(f.Reason), *r, nil)
		} else {
			t.did("CLOSE", string(f.Reason), *r, &before)
		}
		return t.replies(msg.StaffClosed, "Code", r.Code, "Reason", string(f.Reason))
	})
}

func (t *turn) helpersCase(f talk.HelpersCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		if err := t.helpersByHand(r, f.Helpers, actor); err != nil {
			return err
		}
		t.did("HELPERS", strconv.Itoa(f.Helpers), *r, nil)
		now, err := t.tx.RequestByID(r.ID)
		if err != nil {
			return fmt.Errorf("request: %w", err)
		}
		open, err := t.openPlaces(now)
		if err != nil {
			return err
		}
		return t.replies(msg.StaffHelpers, "Code", r.Code, "Count", len(open))
	})
}

func (t *turn) weeklyCase(f talk.WeeklyCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		if f.Off {
			t.did("ONCE", "", *r, nil)
			if err := t.notEveryWeek(r, actor); err != nil {
				return err
			}
			return t.replies(msg.StaffOnce, "Code", r.Code)
		}
		if r.Status == dispatch.Closed {
			return refuse("over", msg.StaffOver, "Code", r.Code)
		}
		t.did("WEEKLY", "", *r, nil)
		if err := t.everyWeek(r, actor); err != nil {
			return err
		}
		return t.replies(msg.StaffWeekly, "Code", r.Code)
	})
}

func (t *turn) tellCase(f talk.TellCase) error {
	return t.onCase(f.Code, func(r *store.Request, actor string) error {
		byCall, err := t.reply(r, f.Words, actor, t.language)
		if err != nil {
			return err
		}
		t.did("TELL", "", *r, nil)
		if byCall {
			return t.replies(msg.StaffToldCall, "Code", r.Code)
		}
		return t.replies(msg.StaffTold, "Code", r.Code)
	})
}

const listedMost = 8 // cases named in a list

// listCases says what waits for a person, longest first.
func (t *turn) listCases(talk.ListCases) error {
	waiting, err := t.tx.RequestsForPerson()
	if err != nil {
		return fmt.Errorf("requests for a person: %w", err)
	}
	who := t.coordinator()
	waiting = slices.DeleteFunc(waiting, func(r store.Request) bool {
		return unconfirmed(r) || r.Attention == dispatch.Taken || !t.network.MayHandle(who, r.Request)
	})
	waiting = once(waiting)
	shut, err := t.pauses()
	if err != nil {
		return err
	}
	if len(shut) > 0 {
		var names msg.List
		for _, p := range shut {
			names = append(names, pauseName(p))
		}
		t.says = append(t.says, msg.T(msg.StaffShutNow, "What", names))
	}
	if len(waiting) == 0 {
		return t.replies(msg.StaffListNothing)
	}
	var list msg.List
	for _, r := range waiting[:min(len(waiting), listedMost)] {
		if r.Private || r.Category == "" {
			list = append(list, r.Code)
		} else {
			list = append(list, msg.T(msg.StaffListed, "Code", r.Code, "Need", need(r.Request)))
		}
	}
	if more := len(waiting) - listedMost; more > 0 {
		list = append(list, msg.T(msg.AlertMore, "Count", more))
	}
	return t.replies(msg.StaffList, "Codes", list)
}
