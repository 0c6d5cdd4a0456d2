package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// alertTo tells coordinators something. Alerts name no person and no place.
func (w *work) alertTo(some []dispatch.Coordinator, lane store.Lane, request dispatch.ID, text msg.Text) error {
	told := 0
	for _, c := range some {
		to, err := w.coordinator(c)
		if err != nil {
			return err
		}
		sent, err := w.tell(to, about{lane: lane}, text)
		if err != nil {
			return err
		}
		atOnce, byCall := phonedAlerts[text.Key]
		switch {
		case sent != 0:
			told++
		case byCall && to.CanCall():
			told++
			if err := w.alertByCall(to, request, atOnce); err != nil {
				return err
			}
		}
	}
	if told == 0 {
		w.log.Error("no coordinator can be told", "message", text.Key, "request", request)
	}
	return nil
}

// coordinator is the contact of a coordinator.
func (w *work) coordinator(c dispatch.Coordinator) (store.Contact, error) {
	language := w.network.Language
	if len(c.Languages) > 0 {
		language = c.Languages[0]
	}
	return w.contactOf(c.Phone, c.Name, language)
}

// alertNow tells of danger, a report or a private case at once, also at night, and has it told again until somebody
// takes it.
func (w *work) alertNow(a alarm, r store.Request) error {
	told := w.network.Alerted(w.now)
	if a.why == dispatch.PrivateCase {
		told = w.network.AlertedPrivately(w.now)
	}
	text, err := w.alarmText(a, r)
	if err != nil {
		return err
	}
	if err := w.alertTo(told, store.LaneAnswer, r.ID, text); err != nil {
		return err
	}
	return w.soundAgain(r.ID)
}

func (w *work) alarmText(a alarm, r store.Request) (msg.Text, error) {
	switch {
	case a.why == dispatch.PrivateCase:
		return msg.T(msg.AlertPrivate, "Code", r.Code), nil
	case a.why == dispatch.DangerWords:
		job, err := w.jobOf(r.Resident)
		if err != nil || job == "" {
			return msg.T(msg.AlertDanger, "Kind", msg.Kind(a.kind), "Code", r.Code), err
		}
		return msg.T(msg.AlertDangerHelper, "Kind", msg.Kind(a.kind), "Code", r.Code, "Job", job), nil
	case r.Holder == 0 && !r.Frozen:
		return msg.T(msg.AlertReportAlone, "Code", r.Code), nil
	}
	return msg.T(msg.AlertReport, "Code", r.Code), nil
}

// jobOf is the number of the request that somebody helps with just now; empty: none.
func (w *work) jobOf(helper dispatch.ID) (code string, err error) {
	jobs, err := w.tx.RequestsHeldBy(helper, w.now.Add(neverClosed))
	if err != nil {
		return "", fmt.Errorf("requests held: %w", err)
	}
	for _, r := range jobs {
		if r.Status.Taken() {
			code = r.Code
		}
	}
	return code, nil
}

// alertOthers passes an alert that did not reach a coordinator on to those who were not told at first; a private
// case to safety contacts only.
func (w *work) alertOthers(m store.Message) error {
	told := w.network.Alerted(m.CreatedAt)
	switch msg.Key(m.Kind) {
	case msg.AlertDanger, msg.AlertDangerHelper, msg.AlertReport, msg.AlertReportAlone:
	case msg.AlertPrivate:
		told = w.network.AlertedPrivately(m.CreatedAt)
	default:
		return nil
	}
	w.log.Error("an alert did not reach its coordinator", "message", m.Kind)
	missed, err := w.tx.ContactByID(m.Contact)
	if err != nil {
		return fmt.Errorf("contact: %w", err)
	}
	among := func(some []dispatch.Coordinator, phone string) bool {
		return slices.ContainsFunc(some, func(c dispatch.Coordinator) bool { return c.Phone == phone })
	}
	if err := w.alertByCall(missed, 0, true); err != nil {
		return err
	}
	if !among(told, missed.Phone.Reveal()) {
		return nil // the second round was in vain as well
	}
	for _, c := range w.network.Coordinators {
		if among(told, c.Phone) || !c.Safety && msg.Key(m.Kind) == msg.AlertPrivate {
			continue
		}
		to, err := w.contactOf(c.Phone, c.Name, "")
		if err != nil {
			return err
		}
		if !to.CanText() {
			if err := w.alertByCall(to, 0, true); err != nil {
				return err
			}
			continue
		}
		if _, err := w.enqueue(to, about{lane: store.LaneAnswer}, m.Body.Reveal(), m.Kind); err != nil {
			return err
		}
	}
	return nil
}

const (
	metaDigest   = "digest_at" // when the last digest went out
	metaJoined   = "joined_at" // when somebody last asked to help
	metaSetup    = "setup_at"  // when coordinators last heard that the carrier refuses us
	digestEvery  = 30 * time.Minute
	setupEvery   = 24 * time.Hour
	digestListed = 8 // codes named in a digest
)

// noCode is what people are told where the carrier has given no code: its own for "unknown error".
const noCode = 30008

// alertSetup tells everybody on call, once a day and not at night, that an operator has to look at the carrier.
func (w *work) alertSetup(code int) error {
	last, err := w.metaTime(metaSetup)
	if err != nil || w.now.Sub(last) < setupEvery {
		return err
	}
	if err := w.setMetaTime(metaSetup, w.now); err != nil {
		return err
	}
	text := msg.T(msg.AlertSetup, "Code", strconv.Itoa(cmp.Or(code, noCode)))
	return w.alertTo(w.network.Notified(w.network.AskFrom(w.now)), store.LaneCheckIn, 0, text)
}

// digestSoon has the coordinators told that something waits: at most once in half an hour, by day.
func (w *work) digestSoon() error {
	if len(w.network.Coordinators) == 0 {
		return nil
	}
	last, err := w.metaTime(metaDigest)
	if err != nil {
		return err
	}
	due := w.now
	if next := last.Add(digestEvery); next.After(due) {
		due = next
	}
	return w.setTimer(timerDigest, 0, w.network.AskFrom(due))
}

// waiting is what a digest tells of.
type waiting struct {
	requests []store.Request // none of them private, nor one whose number we are still to confirm
	fresh    []store.Request // of these, since the last digest
	unread   int             // texts kept since
	joins    int             // volunteers who wait for a yes; 0 unless one is new
}

func (d waiting) nothingNew() bool { return len(d.fresh) == 0 && d.unread == 0 && d.joins == 0 }

// digest tells the coordinators on call what is new.
func (w *work) digest(dispatch.ID) error {
	if late, err := w.night(timerDigest, 0); late || err != nil {
		return err
	}
	last, err := w.metaTime(metaDigest)
	if err != nil {
		return err
	}
	d, err := w.waitingSince(last)
	if err != nil || d.nothingNew() {
		return err
	}
	text, err := w.digestText(d)
	if err != nil {
		return err
	}
	if err := w.setMetaTime(metaDigest, w.now); err != nil {
		return err
	}
	if err := w.alertTo(w.network.Notified(w.now), store.LaneCheckIn, 0, text); err != nil {
		return err
	}
	return w.tellOver()
}

// toldAtOnce is what waits and has been told already, by itself: no news for a digest. A conditional yes is settled
// within ten minutes, one way or the other.
var toldAtOnce = map[string]bool{"condition": true, "report": true,
	string(dispatch.Conditional): true, string(dispatch.DangerWords): true, string(dispatch.Reported): true}

func (w *work) waitingSince(last time.Time) (d waiting, err error) {
	if d.requests, err = w.tx.RequestsForPerson(); err != nil {
		return d, fmt.Errorf("requests for a person: %w", err)
	}
	d.requests = slices.DeleteFunc(d.requests, func(r store.Request) bool {
		return r.Private || unconfirmed(r) || r.Attention == dispatch.Taken
	})
	d.requests = once(d.requests)
	for _, r := range d.requests {
		if r.AttentionSince.After(last) && !toldAtOnce[string(r.Attention)] {
			d.fresh = append(d.fresh, r)
		}
	}
	kept, err := w.tx.MessagesKept(last.Add(time.Millisecond))
	if err != nil {
		return d, fmt.Errorf("messages kept: %w", err)
	}
	for _, m := range kept {
		if !toldAtOnce[m.KeptFor] {
			d.unread++
		}
	}
	joined, err := w.metaTime(metaJoined)
	if err != nil || !joined.After(last) {
		return d, err
	}
	d.joins, err = w.pending()
	return d, err
}

// pending counts the volunteers who wait for a coordinator's yes.
func (w *work) pending() (n int, err error) {
	roster, err := w.tx.Roster()
	if err != nil {
		return 0, fmt.Errorf("roster: %w", err)
	}
	for _, v := range roster {
		if v.Status == dispatch.Pending {
			n++
		}
	}
	return n, nil
}

// digestText is one text whatever waits. A single request that nobody takes is told with what came of asking.
func (w *work) digestText(d waiting) (msg.Text, error) {
	if len(d.fresh) == 0 && d.unread == 0 {
		return msg.T(msg.AlertJoin, "Count", d.joins), nil
	}
	if len(d.fresh) == 1 && d.unread == 0 && d.joins == 0 {
		r := d.fresh[0]
		if key, ok := withCounts[r.Attention]; ok {
			return w.countsText(key, r)
		}
	}
	list := w.listed(d.requests)
	if d.unread > 0 {
		list = append(list, msg.T(msg.AlertUnread, "Count", d.unread))
	}
	if d.joins > 0 {
		list = append(list, msg.T(msg.AlertJoins, "Count", d.joins))
	}
	return msg.T(msg.AlertWaiting, "Count", len(d.requests)+d.unread+d.joins, "What", list), nil
}

// listed says how many voicemails wait, and how many requests are stuck, with their numbers as far as there is room.
func (w *work) listed(waiting []store.Request) (list msg.List) {
	codes := map[msg.Key][]string{}
	for _, r := range waiting {
		key := msg.AlertStuck
		if r.Attention == dispatch.Voicemail {
			key = msg.AlertVoicemails
		}
		codes[key] = append(codes[key], r.Code)
	}
	room := digestListed
	for _, key := range []msg.Key{msg.AlertVoicemails, msg.AlertStuck} {
		all := codes[key]
		if len(all) == 0 {
			continue
		}
		told := strings.Join(all[:min(len(all), room)], " ")
		if room = max(0, room-len(all)); room == 0 && len(all) > digestListed {
			told += " …"
		}
		list = append(list, msg.T(key, "Count", len(all), "Codes", told))
	}
	return list
}

// withCounts are the reasons told with what came of asking.
var withCounts = map[dispatch.Attention]msg.Key{
	dispatch.NobodyLeft: msg.AlertNobodyLeft, dispatch.DeadlineNear: msg.AlertNoYes,
}

func (w *work) countsText(key msg.Key, r store.Request) (msg.Text, error) {
	offers, err := w.offersOf(r)
	if err != nil {
		return msg.Text{}, err
	}
	plain := make([]dispatch.Offer, len(offers))
	for i, o := range offers {
		plain[i] = o.Offer
	}
	c := dispatch.Count(plain)
	return msg.T(key, "Code", r.Code, "Need", need(r.Request), "Asked", c.Asked, "No", c.No, "Silent", c.Silent,
		"Failed", c.Failed), nil
}

// metaTime reads a moment of the line's own memory; zero: never.
func (w *work) metaTime(key string) (time.Time, error) {
	value, err := w.tx.Meta(key)
	if err != nil {
		return time.Time{}, fmt.Errorf("read %s: %w", key, err)
	}
	ms, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return time.Time{}, nil // never set
	}
	return time.UnixMilli(ms), nil
}

func (w *work) setMetaTime(key string, at time.Time) error {
	if err := w.tx.SetMeta(key, strconv.FormatInt(at.UnixMilli(), 10)); err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	return nil
}
