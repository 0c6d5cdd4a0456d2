package store

import (
	"iter"
	"time"
)

// ListedRequest is a request as `hotline list requests` shows it.
type ListedRequest struct {
	Request
	AssignedTo []Sealed // names
}

// ListedOffer is an offer as `hotline list offers` shows it.
type ListedOffer struct {
	Offer
	Code        string // the request's
	Name, Phone Sealed // the volunteer's
}

// ListedVolunteer is a volunteer as `hotline list volunteers` shows one.
type ListedVolunteer struct {
	Volunteer
	Name, Phone   Sealed
	AskedThisWeek int // offers of the last seven days
}

// ListedMessage is a message as `hotline list messages` shows it.
type ListedMessage struct {
	Message
	Phone Sealed // the contact's
}

// ListRequests yields the requests made since then, oldest first. An error ends the list.
func (v *View) ListRequests(since time.Time) iter.Seq2[ListedRequest, error] { return nil }

// ListOffers yields the offers made since then, oldest first.
func (v *View) ListOffers(since time.Time) iter.Seq2[ListedOffer, error] { return nil }

// ListVolunteers yields the volunteers who joined since then, removed ones too, oldest first.
func (v *View) ListVolunteers(since time.Time) iter.Seq2[ListedVolunteer, error] { return nil }

// ListMessages yields the messages since then, oldest first.
func (v *View) ListMessages(since time.Time) iter.Seq2[ListedMessage, error] { return nil }
