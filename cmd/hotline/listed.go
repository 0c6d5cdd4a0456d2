package main

import (
	"cmp"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

// The JSON that other programs read, one object a line. Fields may be added; these stay (ops/interface.md).

type requestJSON struct {
	Code             string     `json:"code"`
	Status           string     `json:"status"`
	NeedsCoordinator *string    `json:"needs_coordinator"`
	ClosedReason     *string    `json:"closed_reason"`
	Category         string     `json:"category"`
	Zone             string     `json:"zone"`
	ZIP              string     `json:"zip"`
	Language         string     `json:"language"`
	Channel          string     `json:"channel"`
	Details          string     `json:"details"`
	Urgency          string     `json:"urgency"`
	CreatedAt        time.Time  `json:"created_at"`
	ClosedAt         *time.Time `json:"closed_at"`
	AssignedTo       []string   `json:"assigned_to"`
	Asks             int        `json:"asks"`
	Helpers          int        `json:"helpers"` // how many volunteers it is for
	Weekly           bool       `json:"weekly"`
}

type offerJSON struct {
	Request        string     `json:"request"`
	Volunteer      string     `json:"volunteer"`
	VolunteerPhone string     `json:"volunteer_phone"`
	Letter         string     `json:"letter"`
	Status         string     `json:"status"`
	Wave           int        `json:"wave"`
	SentAt         *time.Time `json:"sent_at"`
	RepliedAt      *time.Time `json:"replied_at"`
}

type volunteerJSON struct {
	Name          string   `json:"name"`
	Phone         string   `json:"phone"`
	Status        string   `json:"status"`
	Trusted       bool     `json:"trusted"`
	Categories    []string `json:"categories"` // empty: all that need no trust
	Zones         []string `json:"zones"`      // empty: all
	ZIPs          []string `json:"zips"`
	Languages     []string `json:"languages"`
	WeeklyLimit   int      `json:"weekly_limit"`
	AskedThisWeek int      `json:"asked_this_week"`
}

type messageJSON struct {
	SID       string    `json:"sid"`
	Direction string    `json:"direction"`
	To        string    `json:"to"`
	From      string    `json:"from"`
	Body      string    `json:"body"`
	Status    string    `json:"status"`
	ErrorCode *int      `json:"error_code"`
	Segments  int       `json:"segments"`
	CreatedAt time.Time `json:"created_at"`
}

type callJSON struct {
	SID          string     `json:"sid"`
	Direction    string     `json:"direction"`
	From         *string    `json:"from"`
	To           *string    `json:"to"`
	Language     string     `json:"language"`
	Purpose      *string    `json:"purpose"`
	Outcome      *string    `json:"outcome"`
	LastQuestion *string    `json:"last_question"`
	StartedAt    time.Time  `json:"started_at"`
	EndedAt      *time.Time `json:"ended_at"`
	Seconds      int        `json:"seconds"`
}

type voicemailJSON struct {
	SID       string     `json:"sid"`
	Call      *string    `json:"call"`
	From      *string    `json:"from"`
	Language  string     `json:"language"`
	Kind      string     `json:"kind"`
	Status    string     `json:"status"`
	Seconds   int        `json:"seconds"`
	Request   *string    `json:"request"`
	CreatedAt time.Time  `json:"created_at"`
	HeardAt   *time.Time `json:"heard_at"`
}

type eventJSON struct {
	At    time.Time `json:"at"`
	Kind  string    `json:"kind"`
	Actor string    `json:"actor"`
	Why   string    `json:"why"`
	// Of a call or a recording only.
	SID     string `json:"sid,omitempty"`
	Seconds *int   `json:"seconds,omitempty"`
}

// orNull is nil for a zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func newRequestJSON(r store.ListedRequest) requestJSON {
	names := make([]string, len(r.AssignedTo))
	for i, n := range r.AssignedTo {
		names[i] = n.Reveal()
	}
	return requestJSON{
		Code:             r.Code,
		Status:           string(r.Status),
		NeedsCoordinator: orNull(string(r.Attention)),
		ClosedReason:     orNull(string(r.ClosedReason)),
		Category:         r.Category,
		Zone:             r.Place.Zone,
		ZIP:              r.Place.ZIP,
		Language:         r.Language,
		Channel:          string(r.Channel),
		Details:          r.Details.Reveal(),
		Urgency:          string(r.Urgency),
		CreatedAt:        r.CreatedAt.UTC(),
		ClosedAt:         orNull(r.ClosedAt.UTC()),
		AssignedTo:       names,
		Asks:             r.Asks,
		Helpers:          r.Slots,
		Weekly:           r.Weekly,
	}
}

func newOfferJSON(o store.ListedOffer) offerJSON {
	return offerJSON{
		Request:        o.Code,
		Volunteer:      o.Name.Reveal(),
		VolunteerPhone: o.Phone.Reveal(),
		Letter:         o.Letter,
		Status:         string(o.Status),
		Wave:           o.Wave,
		SentAt:         orNull(o.SentAt.UTC()),
		RepliedAt:      orNull(o.RepliedAt.UTC()),
	}
}

func newVolunteerJSON(v store.ListedVolunteer, n *dispatch.Network) volunteerJSON {
	return volunteerJSON{
		Name:          v.Name.Reveal(),
		Phone:         v.Phone.Reveal(),
		Status:        string(v.Status),
		Trusted:       v.Trusted,
		Categories:    orEmpty(v.Categories),
		Zones:         zonesOf(v.ZIPs, n),
		ZIPs:          orEmpty(v.ZIPs),
		Languages:     orEmpty(v.Languages),
		WeeklyLimit:   cmp.Or(v.WeeklyLimit, n.Rules.WeeklyLimit),
		AskedThisWeek: v.AskedThisWeek,
	}
}

// zonesOf names the zones that ZIPs lie in, each once.
func zonesOf(zips []string, n *dispatch.Network) []string {
	zones := []string{}
	for _, zip := range zips {
		if zone, ok := n.ZoneOf(zip); ok && !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	return zones
}

func newMessageJSON(m store.ListedMessage) messageJSON {
	to, from := m.Phone.Reveal(), m.Line
	if m.Direction == store.In {
		to, from = from, to
	}
	return messageJSON{
		SID:       m.SID,
		Direction: string(m.Direction),
		To:        to,
		From:      from,
		Body:      m.Body.Reveal(),
		Status:    string(m.Status),
		ErrorCode: orNull(m.ErrorCode),
		Segments:  m.Segments,
		CreatedAt: m.CreatedAt.UTC(),
	}
}

func newCallJSON(c store.ListedCall) callJSON {
	from, to := c.Phone.Reveal(), c.Line
	if c.Direction == store.Out {
		from, to = to, from
	}
	return callJSON{
		SID:          c.SID,
		Direction:    string(c.Direction),
		From:         orNull(from),
		To:           orNull(to),
		Language:     c.Language,
		Purpose:      orNull(c.Purpose),
		Outcome:      orNull(c.Outcome),
		LastQuestion: orNull(c.LastQuestion),
		StartedAt:    c.StartedAt.UTC(),
		EndedAt:      orNull(c.EndedAt.UTC()),
		Seconds:      c.Seconds,
	}
}

func newVoicemailJSON(r store.ListedRecording) voicemailJSON {
	return voicemailJSON{
		SID:       r.SID,
		Call:      orNull(r.CallSID),
		From:      orNull(r.Phone.Reveal()),
		Language:  r.Language,
		Kind:      r.Kind,
		Status:    string(r.State),
		Seconds:   r.Seconds,
		Request:   orNull(r.Code),
		CreatedAt: r.CreatedAt.UTC(),
		HeardAt:   orNull(r.HeardAt.UTC()),
	}
}

// orEmpty makes an empty JSON list of nil.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
