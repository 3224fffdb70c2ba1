/* record.c - the words of the mapping language for record kinds and fields. */
#include "read/record.h"

#include <string.h>

#include "base/banned.h"

static const char *const kind_name[REC_KINDS] = {
	[REC_EXPORT] = "export",	 [REC_CONTROL] = "control",   [REC_RATE] = "rate",
	[REC_SALES] = "sales",		 [REC_CUSTOMER] = "customer", [REC_ADDRESS] = "address",
	[REC_CONTACT] = "contact",	 [REC_DOCUMENT] = "document", [REC_ALLOCATION] = "allocation",
	[REC_DISPUTE] = "dispute",	 [REC_PROMISE] = "promise",   [REC_PLAN] = "plan",
	[REC_INSTALMENT] = "instalment", [REC_PART] = "part",	      [REC_REMINDER] = "reminder",
	[REC_PROVISION] = "provision",	 [REC_EVENT] = "event",	      [REC_BANK] = "bank",
	[REC_POSTING] = "posting",
};

static const struct {
	const char *name;
	enum field_class class;
} field_info[F_FIELDS] = {
	[F_ID] = { "id", CLASS_TEXT },
	[F_CUSTOMER] = { "customer", CLASS_TEXT },
	[F_COMPANY] = { "company", CLASS_TEXT },
	[F_CURRENCY] = { "currency", CLASS_TEXT },
	[F_EXTRACTED] = { "extracted", CLASS_DATE },
	[F_LEDGER_BALANCE] = { "ledger-balance", CLASS_AMOUNT },
	[F_CUSTOMERS] = { "customers", CLASS_NUMBER },
	[F_DOCUMENTS] = { "documents", CLASS_NUMBER },
	[F_BALANCE] = { "balance", CLASS_AMOUNT },
	[F_DATE] = { "date", CLASS_DATE },
	[F_VALUE] = { "value", CLASS_AMOUNT },
	[F_PERIOD] = { "period", CLASS_TEXT },
	[F_AMOUNT] = { "amount", CLASS_AMOUNT },
	[F_KIND] = { "kind", CLASS_TEXT },
	[F_PUBLIC_KIND] = { "public-kind", CLASS_TEXT },
	[F_SEGMENT] = { "segment", CLASS_TEXT },
	[F_NAME] = { "name", CLASS_TEXT },
	[F_SIREN] = { "siren", CLASS_TEXT },
	[F_VAT_NUMBER] = { "vat-number", CLASS_TEXT },
	[F_LANGUAGE] = { "language", CLASS_TEXT },
	[F_CREDIT_LIMIT] = { "credit-limit", CLASS_AMOUNT },
	[F_OWNER] = { "owner", CLASS_TEXT },
	[F_GROUP_PAYER] = { "payer-group", CLASS_TEXT },
	[F_TERMS_DAYS] = { "terms-days", CLASS_NUMBER },
	[F_TERMS_EOM] = { "terms-end-of-month", CLASS_TEXT },
	[F_TERMS_DAY] = { "terms-day", CLASS_NUMBER },
	[F_TERMS_MONTHS] = { "terms-months", CLASS_NUMBER },
	[F_HOLD_SINCE] = { "hold-since", CLASS_DATE },
	[F_HOLD_UNTIL] = { "hold-until", CLASS_DATE },
	[F_HOLD_REASON] = { "hold-reason", CLASS_TEXT },
	[F_INSOLVENCY_KIND] = { "insolvency-kind", CLASS_TEXT },
	[F_JUDGMENT] = { "judgment", CLASS_DATE },
	[F_PUBLISHED] = { "published", CLASS_DATE },
	[F_RISK_CLASS] = { "risk-class", CLASS_TEXT },
	[F_RISK_BY] = { "risk-by", CLASS_TEXT },
	[F_RISK_DATE] = { "risk-date", CLASS_DATE },
	[F_RISK_REASON] = { "risk-reason", CLASS_TEXT },
	[F_PENALTY_RATE] = { "penalty-rate", CLASS_AMOUNT },
	[F_COLLECTOR_SINCE] = { "collector-since", CLASS_DATE },
	[F_REFUSED] = { "refused", CLASS_TEXT },
	[F_OPENING] = { "opening", CLASS_AMOUNT },
	[F_CLOSING] = { "closing", CLASS_AMOUNT },
	[F_CLOSING_NOTICE] = { "closing-notice", CLASS_AMOUNT },
	[F_OPENING_DATE] = { "opening-date", CLASS_DATE },
	[F_RECEIVABLE_ACCOUNT] = { "receivable-account", CLASS_TEXT },
	[F_PURPOSE] = { "purpose", CLASS_TEXT },
	[F_SITE] = { "site", CLASS_TEXT },
	[F_LINE1] = { "line1", CLASS_TEXT },
	[F_LINE2] = { "line2", CLASS_TEXT },
	[F_LINE3] = { "line3", CLASS_TEXT },
	[F_LINE4] = { "line4", CLASS_TEXT },
	[F_LINE5] = { "line5", CLASS_TEXT },
	[F_POSTCODE] = { "postcode", CLASS_TEXT },
	[F_CITY] = { "city", CLASS_TEXT },
	[F_REGION] = { "region", CLASS_TEXT },
	[F_COUNTRY] = { "country", CLASS_TEXT },
	[F_ROLE] = { "role", CLASS_TEXT },
	[F_PHONE] = { "phone", CLASS_TEXT },
	[F_MOBILE] = { "mobile", CLASS_TEXT },
	[F_EMAIL] = { "email", CLASS_TEXT },
	[F_TYPE] = { "type", CLASS_TEXT },
	[F_NUMBER] = { "number", CLASS_TEXT },
	[F_DUE] = { "due", CLASS_DATE },
	[F_VAT] = { "vat", CLASS_AMOUNT },
	[F_ORDER] = { "order", CLASS_TEXT },
	[F_LABEL] = { "label", CLASS_TEXT },
	[F_METHOD] = { "method", CLASS_TEXT },
	[F_REFERENCE] = { "reference", CLASS_TEXT },
	[F_DEBIT] = { "debit", CLASS_AMOUNT },
	[F_CREDIT] = { "credit", CLASS_AMOUNT },
	[F_SIGNED] = { "signed", CLASS_AMOUNT },
	[F_SIGN] = { "sign", CLASS_SIGN },
	[F_GROUP] = { "group", CLASS_TEXT },
	[F_GROUP_DATE] = { "group-date", CLASS_DATE },
	[F_APPLIES] = { "applies", CLASS_TEXT },
	[F_ACCOUNT] = { "account", CLASS_TEXT },
	[F_RETENTION] = { "retention", CLASS_AMOUNT },
	[F_FROM] = { "from", CLASS_TEXT },
	[F_DOCUMENT] = { "document", CLASS_TEXT },
	[F_SINCE] = { "since", CLASS_DATE },
	[F_UNTIL] = { "until", CLASS_DATE },
	[F_REASON] = { "reason", CLASS_TEXT },
	[F_MADE] = { "made", CLASS_DATE },
	[F_AGREED] = { "agreed", CLASS_DATE },
	[F_LEVEL] = { "level", CLASS_NUMBER },
	[F_CHANNEL] = { "channel", CLASS_TEXT },
	[F_STEP] = { "step", CLASS_TEXT },
	[F_RECEIVED] = { "received", CLASS_DATE },
	[F_PAYER] = { "payer", CLASS_TEXT },
	[F_IBAN] = { "iban", CLASS_TEXT },
	[F_TEXT] = { "text", CLASS_TEXT },
	[F_STRUCTURED] = { "structured", CLASS_TEXT },
	[F_END_TO_END] = { "end-to-end", CLASS_TEXT },
	[F_RETURN] = { "return", CLASS_TEXT },
	[F_ACCOUNT_IBAN] = { "account-iban", CLASS_TEXT },
	[F_ENTRY_REF] = { "entry-ref", CLASS_TEXT },
	[F_STATEMENT] = { "statement", CLASS_TEXT },
	[F_FOREIGN_AMOUNT] = { "foreign-amount", CLASS_AMOUNT },
	[F_FOREIGN_CURRENCY] = { "foreign-currency", CLASS_TEXT },
	[F_POSTED] = { "posted", CLASS_DATE },
	[F_STATED] = { "stated", CLASS_AMOUNT },
	[F_FOUND] = { "found", CLASS_AMOUNT },
	[F_ENTRY] = { "entry", CLASS_TEXT },
};

const char *record_kind_name(enum record_kind k)
{
	return k < REC_KINDS ? kind_name[k] : "";
}

const char *record_field_name(enum record_field f)
{
	return f < F_FIELDS ? field_info[f].name : "";
}

enum field_class record_field_class(enum record_field f)
{
	return f < F_FIELDS ? field_info[f].class : CLASS_TEXT;
}

enum record_kind record_kind_find(const char *name)
{
	unsigned k;

	for (k = 0; k < REC_KINDS; k++) {
		if (!strcmp(kind_name[k], name))
			break;
	}
	return (enum record_kind)k;
}

enum record_field record_field_find(const char *name)
{
	unsigned f;

	for (f = 0; f < F_FIELDS; f++) {
		if (!strcmp(field_info[f].name, name))
			break;
	}
	return (enum record_field)f;
}
