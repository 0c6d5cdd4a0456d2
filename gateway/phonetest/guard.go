package phonetest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"unicode/utf8"
)

// policy lets the page load nothing but its own style sheet and script, and lets the script set HTML only through its
// one policy, named live.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types live"

// guard sets the headers every answer carries, refuses what does not come from this computer, and refuses forms that
// another site's page sends.
func guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "Another site sent this. Nothing was done.", http.StatusForbidden)
	}))
	next = protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if !fromHere(r) {
			http.Error(w, errNotHere.Error(), http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const sessionCookie = "phones"

// sessionOf returns the visitor's session, a random name that only its form tokens hang on, and begins one if there is
// none. The cookie cannot be Secure: the page is plain HTTP on this computer.
func sessionOf(w http.ResponseWriter, r *http.Request) string {
	if c, err := r.Cookie(sessionCookie); err == nil && len(c.Value) == 32 {
		return c.Value
	}
	session := randomHex(16)
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: session, Path: "/phones", HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return session
}

// token is what every form of a session must carry.
func (p *Page) token(session string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(session)) // a hash takes every write
	return hex.EncodeToString(mac.Sum(nil))
}

// form reads a form of at most maxPageForm bytes with the session's token in it, and passes it on.
func (p *Page) form(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxPageForm)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "This form can't be read, or is too long.", http.StatusBadRequest)
			return
		}
		for _, values := range r.PostForm {
			for _, v := range values {
				if !utf8.ValidString(v) {
					http.Error(w, "This form is not in UTF-8.", http.StatusBadRequest)
					return
				}
			}
		}
		c, err := r.Cookie(sessionCookie)
		if err != nil || !hmac.Equal([]byte(p.token(c.Value)), []byte(r.PostForm.Get("token"))) {
			http.Error(w, "This page is from before the practice line was started again. Go back, refresh, try again.",
				http.StatusForbidden)
			return
		}
		next(w, r)
	}
}

// etag names a version of an asset.
func etag(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}
