/* channel.c - by which ways a customer can be reached; see channel.h. */
#include "assess/channel.h"

#include "base/text.h"

#include "base/banned.h"

static bool postal(const struct address *a)
{
	bool line = false;

	for (size_t i = 0; i < sizeof a->line / sizeof *a->line; i++)
		line = line || !text_is_blank(a->line[i]);
	return line && (!text_is_blank(a->postcode) || !text_is_blank(a->city));
}

unsigned channels_usable(const struct customer *c)
{
	unsigned set = 0;

	for (const struct address *a = c->addresses; a && !(set & CHANNEL_LETTER); a = a->next) {
		if (postal(a))
			set |= CHANNEL_LETTER | CHANNEL_REGISTERED;
	}
	for (const struct contact *k = c->contacts; k; k = k->next) {
		if (!text_is_blank(k->email))
			set |= CHANNEL_EMAIL;
		if (!text_is_blank(k->mobile))
			set |= CHANNEL_SMS | CHANNEL_PHONE;
		if (!text_is_blank(k->phone))
			set |= CHANNEL_PHONE;
	}
	return set;
}

unsigned channels_used(const struct step *s, unsigned usable)
{
	unsigned used = s->channels & usable;

	if (used != s->channels)
		used |= s->fallback & usable;
	return used;
}
