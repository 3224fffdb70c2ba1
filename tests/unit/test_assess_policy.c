/*
 * test_assess_policy.c - the policy file: what is shipped is read right, and a
 * mistake is reported with file, line and field.
 */
#include "base_fixture.h"

#include "assess/policy.h"

static struct policy *shipped(void)
{
	struct policy *p;

	assert_int_equal(policy_load(quiet, mem, data_path(mem, "templates/policy.xml"), &p), ST_OK);
	return p;
}

static void reads_what_is_shipped(void **state)
{
	struct policy *p = shipped();
	char text[32];

	(void)state;
	assert_int_equal(p->limits, 4);
	assert_int_equal(p->limit[3], 120);
	assert_false(p->default_terms.present);
	assert_int_equal(p->minimum, 1500);
	assert_int_equal(p->scenarios, 5);
	assert_string_equal(p->scenario[0].name, "standard");
	assert_int_equal(p->scenario[0].steps, 6);
	assert_int_equal(p->scenario[0].step[0].day, -15);
	assert_int_equal(p->scenario[0].step[4].kind, STEP_FORMAL);
	assert_int_equal(p->scenario[0].step[4].channels, CHANNEL_REGISTERED);
	assert_int_equal(p->scenario[0].step[4].minimum, 3000);
	assert_int_equal(p->scenario[0].step[4].delay_to_pay, 8);
	assert_int_equal(p->provision[4][CLASS_D], 50 * RATE_ONE);
	assert_int_equal(p->provision[6][CLASS_E], 50 * RATE_ONE);
	assert_string_equal(bucket_column(p, 0, text), "d1_30");
	assert_string_equal(bucket_column(p, 4, text), "over_120");
	assert_string_equal(bucket_label(p, 1, text), "31–60\u00a0j");
	assert_string_equal(bucket_label(p, 4, text), ">\u00a0120\u00a0j");
	assert_int_equal(policy_bucket(p, 0), -1);
	assert_int_equal(policy_bucket(p, 120), 3);
	assert_int_equal(policy_bucket(p, 121), 4);
	assert_string_equal(
		policy_scenario(p, KIND_CONSUMER, SEG_KEY_ACCOUNT, CLASS_D, PROFILE_INSOLVENCY_RISK)->name,
		"consumer");
	assert_string_equal(policy_scenario(p, KIND_BUSINESS, SEG_SME, CLASS_D, PROFILE_UNKNOWN)->name,
			    "risky");
	assert_string_equal(policy_scenario(p, KIND_UNKNOWN, SEG_UNKNOWN, CLASS_A, PROFILE_GOOD)->name,
			    "standard");
}

/* Other limits: each bucket takes the rates of its first day. */
static void other_limits(void **state)
{
	const char *text = read_file(data_path(mem, "templates/policy.xml"));
	const char *limits = "limits=\"30 60 90 120\"", *at = strstr(text, limits);
	struct policy *p;
	char name[24];

	(void)state;
	write_file(in_folder("policy.xml"),
		   arena_printf(mem, "%.*slimits=\"15 60\"%s", (int)(at - text), text, at + strlen(limits)));
	assert_int_equal(policy_load(quiet, mem, in_folder("policy.xml"), &p), ST_OK);
	assert_string_equal(bucket_column(p, 1, name), "d16_60");
	assert_int_equal(p->provision[1][CLASS_C], 2 * RATE_ONE);
	assert_int_equal(p->provision[2][CLASS_C], 2 * RATE_ONE);  /* 16 days */
	assert_int_equal(p->provision[3][CLASS_C], 10 * RATE_ONE); /* 61 days */
	assert_int_equal(p->provision[4][CLASS_E], 50 * RATE_ONE); /* without due date */
}

/* Even a policy without a rule for consumers does not let a class decide for one. */
static void no_class_for_consumers(void **state)
{
	struct policy *p = shipped();

	(void)state;
	p->rule++;
	p->rules--;
	assert_string_equal(
		policy_scenario(p, KIND_CONSUMER, SEG_SME, CLASS_D, PROFILE_INSOLVENCY_RISK)->name,
		"standard");
}

/* The shipped file with the first `from` replaced. */
static void write_changed(const char *path, const char *from, const char *to)
{
	const char *text = read_file(data_path(mem, "templates/policy.xml"));
	const char *at = text ? strstr(text, from) : NULL;

	assert_non_null(at);
	write_file(path, arena_printf(mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)));
}

static void mistakes(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} row[] = {
		{ "limits=\"30 60 90 120\"", "limits=\"30 90 60 120\"", "limits" },
		{ "late from=\"1\"", "late from=\"2\"", "from" },
		{ "late from=\"61\"", "late from=\"31\"", "from" },
		{ "basis=\"due-date\"", "basis=\"dues\"", "basis" },
		{ "scenario=\"public\"", "scenario=\"publique\"", "publique" },
		{ "kind=\"consumer\"", "kind=\"consumer\" classes=\"D\"", "classes" },
		{ "day=\"7\"", "day=\"0007x\"", "day" },
		{ "day=\"7\" level=\"1\"", "day=\"0\" level=\"1\"", "day" },
		{ "level=\"2\"", "level=\"0\"", "level" },
		{ "channels=\"phone\"", "channels=\"fax\"", "fax" },
		{ "channels=\"registered\"", "channels=\"sms\"", "mise en demeure" },
		{ "template=\"firm-reminder\"", "", "template" },
		{ "name=\"call\"", "name=\"notice\"", "notice" },
		{ "<assign scenario=\"standard\"/>", "<assign kind=\"business\" scenario=\"standard\"/>",
		  "condition" },
		{ "letter=\"B\" from=\"4\"", "letter=\"B\" from=\"9\"", "class" },
		{ "name=\"trend\"", "name=\"delay\"", "delay" },
		{ "minimum=\"15.00\"", "minimum=\"15,00\"", "minimum" },
		{ "E=\"100\"", "E=\"101\"", "champ « E »" },
	};
	const char *path = in_folder("policy.xml");

	(void)state;
	for (size_t i = 0; i < LEN(row); i++) {
		struct diag *d = diag_new();
		struct policy *p;

		diag_set_quiet(d, true);
		write_changed(path, row[i].from, row[i].to);
		assert_int_equal(policy_load(d, mem, path, &p), ST_CONFIG);
		assert_null(p);
		if (!error_with(d, row[i].says))
			fail_msg("row %zu: %s", i, diag_finding_at(d, 0)->example[0].message);
		assert_true(diag_finding_at(d, 0)->example[0].at.line > 1);
		diag_drop(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_what_is_shipped),
		TEST(other_limits),
		TEST(no_class_for_consumers),
		TEST(mistakes),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
