package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	rest "github.com/twilio/twilio-go/rest/api/v2010"
)

// requestTimeout bounds one call, so that a stopping server has its answer within its 30 seconds.
const requestTimeout = 20 * time.Second

// Options say whose account is used, and where.
type Options struct {
	APIURL     string   // "https://api.twilio.com", or a compatible carrier's; a path in it is kept
	AccountSID string   // 1–64 letters, digits, '-', '_'
	AuthTokens []string // the token; a second one is tried when the first is refused, while they are rotated
	HTTP       *http.Client
}

// Client calls the carrier's REST interface. It is safe for concurrent use, retries nothing, follows no redirect
// and is not moved by the SDK's environment variables.
type Client struct {
	base    *url.URL
	account string
	tokens  []string
	current atomic.Int32 // index of the token that worked last
	http    http.Client
}

// New returns a client; an error if the options could not work.
func New(o Options) (*Client, error) {
	base, err := url.Parse(o.APIURL)
	if err != nil || (base.Scheme != "https" && base.Scheme != "http") || base.Host == "" {
		return nil, errors.New("carrier: the API's address must be an absolute http(s) URL")
	}
	if !token(o.AccountSID) {
		return nil, errors.New("carrier: the account's identifier is missing or malformed")
	}
	tokens := slices.DeleteFunc(slices.Clone(o.AuthTokens), func(t string) bool { return t == "" })
	if len(tokens) == 0 {
		return nil, errors.New("carrier: there is no token")
	}
	base.RawQuery, base.Fragment, base.User = "", "", nil
	c := &Client{base: base, account: o.AccountSID, tokens: tokens}
	if o.HTTP != nil {
		c.http = *o.HTTP
	} else {
		c.http.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: requestTimeout / 2,
			MaxIdleConnsPerHost: 16,
			IdleConnTimeout:     90 * time.Second,
		}
	}
	if c.http.Timeout == 0 {
		c.http.Timeout = requestTimeout
	}
	// A redirected POST arrives as a GET without its form, and takes the credentials to another host.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c, nil
}

// api returns the SDK's service for one call, which ctx ends.
func (c *Client) api(ctx context.Context) (*rest.ApiService, *call) {
	t := &call{Client: c, ctx: ctx, accept: "application/json"}
	return rest.NewApiServiceWithClient(t), t
}

// rebase moves a URL the SDK made for api.twilio.com to the configured address. Whatever host it names, a next page's
// included, the credentials go to the configured one only.
func (c *Client) rebase(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: URL", ErrMalformed)
	}
	target := *c.base
	target.Path = strings.TrimSuffix(c.base.Path, "/") + u.Path
	target.RawQuery = u.RawQuery
	return &target, nil
}
