/* guess_words.c - see guess_words.h. */
#include "read/guess_words.h"

#include <string.h>
#include <strings.h>

#include "base/money.h"
#include "base/text.h"

#include "base/banned.h"

#define WHOLE_ONLY 3 /* letters: shorter words must stand alone in a name */
#define ANYWHERE 6   /* letters: longer words may stand anywhere, "invoicedate" */

/*
 * Words without accents, blank-separated. A star: the word may stand at that
 * end of a longer one although it is short.
 */
static const struct {
	uint64_t meaning;
	const char *words;
} vocabulary[] = {
	{ WORD_BIT(CUSTOMER),
	  "kunnr client clients customer cust cli *cli debtor debtors debiteur debitor debitoren tiers kunde "
	  "kunden "
	  "kundennummer kund cliente clientes klant afnemer buyer acheteur acquereur aux auxiliaire party "
	  "partner "
	  "abonne adherent locataire copropriete payeur payor billto soldto kundenr deudor devedor "
	  "tercero terceiro sacado receivable clifor asiakas odberatel kontrahent kundnr codcli" },
	{ WORD_BIT(SUPPLIER),
	  "supplier vendor fournisseur fourn frs lieferant leverandor leverantor proveedor fornecedor "
	  "fornitore "
	  "leverancier kreditor kreditoren creditor achat achats purchase purchases employee salarie" },
	{ WORD_BIT(DOCUMENT), "pie document doc docs piece pieces pce ecriture ecritures ecr mouvement mvt "
			      "mouvements operation operations "
			      "transaction trn entry entries posting postings item items openitem poste "
			      "postes beleg belege bilag "
			      "buchung posten movimiento movimento asiento lancamento documento voucher "
			      "echeances echeance split splits "
			      "bill bills debt debts creance creances titres bookings booking" },
	{ WORD_BIT(INVOICE),
	  "invoice invoices inv facture factures fact fac *fact rechnung rechnungen faktura "
	  "fakturaer fakturor fatura faturas factura facturas fattura fatture factuur facturen" },
	{ WORD_BIT(CREDIT_NOTE),
	  "avoir avoirs creditnote creditnotes creditmemo creditmemos gutschrift gutschriften kreditnota "
	  "kreditnotaer notacredito notadecredito notascredito abono abonos notadicredito creditnota "
	  "kreditfaktura cn" },
	{ WORD_BIT(PAYMENT), "payment payments paiement paiements reglement reglements encaissement "
			     "encaissements versement versements "
			     "zahlung zahlungen zahlungseingang betaling betalinger pagamento pagamentos "
			     "pagamenti pago pagos cobro "
			     "cobros recebimento recebimentos recibo receipt receipts innbetaling "
			     "indbetaling inbetalning incasso cash rcpt" },
	{ WORD_BIT(OTHER_PAPER), "devis quote quotes quotation angebot commande commandes order orders "
				 "bestellung auftrag ordre pedido "
				 "encomenda livraison livraisons delivery lieferung proforma stock article "
				 "articles product products "
				 "produit produits artikel budget project relances reminder reminders "
				 "mahnung promise promesse dispute "
				 "work* working workdocument goods stockmovement guia litige litiges tax "
				 "taxes taxtotal vatline remise remises discount "
				 "discounts bank releve statement price "
				 "allocation allocations lettrages provision provisions rate rates taux "
				 "month sales salesmonth allowance" },
	{ WORD_BIT(LINE),
	  "line lines ligne lignes split splits linje linjer zeile zeilen linea lineas linha linhas "
	  "righe riga regel regels row rows detail details position positionen" },
	{ WORD_BIT(DATE), "bldat budat date dates datum dato data fecha dt dt* dte jour day dat* gdate" },
	{ WORD_BIT(DUE),
	  "netdt datelim datelimite due duedate echeance echeances ech *ech echea faellig fallig faelligkeit "
	  "falligkeit forfall "
	  "forfallsdato "
	  "forfald forfaldsdato forfallodatum vencimento vencimiento vto vcto venc scadenza vervaldatum "
	  "vervaldag "
	  "expiry maturity payby dateech prazo termin zahlbar aecheance exigible exigibilite" },
	{ WORD_BIT(ISSUE), "datef datefact datefacture issue issued emission emise emissao emision "
			   "ausstellung belegdatum piecedate docdate "
			   "invoicedate utstedt udstedt created_on facturation" },
	{ WORD_BIT(POSTED),
	  "posted posting comptable comptabilisation ecriture ecr buchungsdatum accounting ledger "
	  "gldate bokforing bogforing contable contabile" },
	{ WORD_BIT(OTHER_DATE),
	  "datec delivery livraison modified modification modif maj updated update creation "
	  "created creat saisie entered "
	  "birth naissance start debut end fin period periode value valeur valuta sent "
	  "envoi reminder relance "
	  "printed valid validation closing closed cloture last dernier derniere next "
	  "prochain since depuis until "
	  "service prestation commande order lettrage let" },
	{ WORD_BIT(EXTRACT),
	  "extract extracted extraction export exported generated generation edition creation "
	  "created datecreated asof arrete situation stichtag stand situacao snapshot cutoff" },
	{ WORD_BIT(AMOUNT),
	  "wrbtr dmbtr amount amounts amt montant montants mnt mtt mt montantttc betrag belop belob "
	  "belopp "
	  "valor "
	  "value importe importo bedrag sum summe somme wert mttc mont* montantref sumtotal ammount" },
	{ WORD_BIT(TOTAL), "total totals totale gesamt gesamtbetrag totalttc totaal grandtotal sumtotal" },
	{ WORD_BIT(OPEN),
	  "open solde restant reste mntres mtres mntrest resteapayer restdu rest balance saldo outstanding "
	  "remaining residual offen "
	  "offener offenerbetrag pendiente pendente aberto abierto aperto residuo openstaand "
	  "unpaid impaye du dues "
	  "amountdue dueamount restbelop encours nonregle sld" },
	{ WORD_BIT(PAID),
	  "paid regle reglee paye payee bezahlt betalt pagado pago pagato betaald received recu "
	  "encaisse settled acquitte" },
	{ WORD_BIT(VAT),
	  "vat tva mwst ust umsatzsteuer iva mva moms tax taxe taxes btw gst montanttva mtva mttva" },
	{ WORD_BIT(NET),
	  "net ht netto netto horstaxe horstaxes excl exclusive excluding untaxed subtotal liquido base "
	  "montantht totalht mtht *ht imponible netamount" },
	{ WORD_BIT(GROSS),
	  "gross ttc brutto bruto inclusive incl including bruttobetrag *ttc mttc lordo toutestaxes "
	  "payable apayer" },
	{ WORD_BIT(OTHER_AMOUNT),
	  "quantity qty quantite qte qt menge cantidad quantidade antall price prix preis precio preco pris "
	  "unit "
	  "unitaire rate taux satz percent pourcent pct discount remise escompte skonto rabatt desconto "
	  "freight port "
	  "shipping cost cout marge margin weight poids limit plafond limite exchange cours kurs change "
	  "count nombre "
	  "nb version sequence niveau level opening initial report cumul frais fees penalty penalites "
	  "interet "
	  "interests withholding retenue tauxtva deposit volume solvabilite score capital" },
	{ WORD_BIT(CURRENCY),
	  "waers currency devise waehrung wahrung valuta moeda moneda divisa monnaie cur curr ccy dev "
	  "currencycode isocode codedevise valuutta" },
	{ WORD_BIT(FOREIGN), "foreign devise montantdevise original currency fremdwahrung valuta" },
	{ WORD_BIT(DEBIT), "debit debits soll debe debito debet dare dr mntdebit montantdebit" },
	{ WORD_BIT(CREDIT), "credit credits haben haber credito kredit avere cr mntcredit montantcredit" },
	{ WORD_BIT(SIGN),
	  "sgn sens sign signe dc sh drcr side direction debitcredit dbcr shkz sollhaben indicator" },
	{ WORD_BIT(TYPE),
	  "blart cat type typ tipo nature kind art category categorie belegart doctype cod_type class classe "
	  "typepiece typedoc soort slags genre sorte typ*" },
	{ WORD_BIT(STATUS),
	  "status state statut etat estado stato situation statuscode valide cancelled annule annulee "
	  "annulation voided draft brouillon zustand" },
	{ WORD_BIT(ID),
	  "id ids ident identifier identifiant identifiants guid uuid key cle code cod kode pk rowid "
	  "codigo codice clef cod* id*" },
	{ WORD_BIT(NUMBER), "belnr xblnr number num no nr numero nummer numer n nro numdoc "
			    "numpiece *num num* *number" },
	{ WORD_BIT(REFERENCE),
	  "reference ref refer referenz referencia riferimento referentie kid *ref ref* referanse" },
	{ WORD_BIT(NAME), "rsoc name nom raison raisonsociale rs rsoc intitule lib* libelle "
			  "nombre nome navn naam namn "
			  "denomination designation societe firma bezeichnung razon ragione company fullname "
			  "displayname lastname nachname surname nom* label" },
	{ WORD_BIT(FIRST_NAME), "firstname prenom vorname fornavn givenname" },
	{ WORD_BIT(LETTERING),
	  "augbl reconcile reconciliation lettrage let lettre lettr code_lettrage *lettrage match matching "
	  "matchid matched "
	  "ausgleich ausgleichsnummer clearing group groupe rapprochement pointage lot avstemming "
	  "casamento punteo conciliation letter lettering" },
	{ WORD_BIT(ADDRESS),
	  "address addresses adresse adresses addr adr adr* anschrift direccion direccao morada "
	  "endereco indirizzo adres postal *adr billing facturation" },
	{ WORD_BIT(STREET),
	  "stras street rue strasse voie calle gate gata via straat line ligne address adresse addr adr "
	  "adr* morada rua direccion endereco indirizzo anschrift adres complement road avenue" },
	{ WORD_BIT(POSTCODE),
	  "pstlz postcode postalcode zip zipcode cp codepostal codepost codpost* codepost* plz postleitzahl "
	  "postnummer postnr cap codigopostal cep copost postalzone cpostal" },
	{ WORD_BIT(CITY),
	  "vil city ville town ort stadt ciudad cidade citta plaats poststed stad localite commune "
	  "cityname bureau localidade localidad" },
	{ WORD_BIT(COUNTRY), "country pays land pais paese countrycode codepays pays* codpays" },
	{ WORD_BIT(PHONE),
	  "phone telephone tel telefon telefono telefone tlf telefoon fixe telephon *tel tel*" },
	{ WORD_BIT(MOBILE), "mobile portable cell gsm handy movil telemovel mobil cellulare" },
	{ WORD_BIT(EMAIL), "email mail courriel mel emails epost *mail correo e_mail adressemail" },
	{ WORD_BIT(CONTACT),
	  "contact contacts interlocuteur ansprechpartner kontakt contacto contato contactperson "
	  "attention attn referent" },
	{ WORD_BIT(LANGUAGE), "language langue lang sprache idioma lingua taal sprak sprog" },
	{ WORD_BIT(SIREN), "siren siret registration registrationnumber orgnr companyid orgnumber" },
	{ WORD_BIT(TERMS),
	  "zterm cond conds reg terms term conditions condition condregl modalite modalites delai delais "
	  "zahlungsbedingung zahlungsbedingungen zahlungsziel ziel betalingsbetingelser "
	  "betalingsbetingelse condicoes condiciones condizioni paymentterms paymentterm "
	  "conditionsreglement codereglement netdays" },
	{ WORD_BIT(DAYS), "days jours nbjours tage dager dage dias giorni dagen nbj jrs day *days netdays" },
	{ WORD_BIT(LIMIT), "limit limite plafond creditlimit encoursautorise encoursmax autorise kreditlimit "
			   "kreditgrense kredittgrense couverture garanti assurance" },
	{ WORD_BIT(OWNER),
	  "owner responsable commercial commerciale salesperson salesman gestionnaire vendeur "
	  "vertreter sachbearbeiter agent accountmanager representant collector vendedor" },
	{ WORD_BIT(LABEL),
	  "label libelle lib lib* description descr text texte txt comment commentaire objet memo "
	  "buchungstext beschreibung bemerkung descripcion descricao descrizione omschrijving "
	  "concepto historico narrative tekst note" },
	{ WORD_BIT(ORDER),
	  "order orderno ordernumber commande po pono bestellung bestellnummer pedido encomenda "
	  "ordine bcde boncommande numcommande bdc marche engagement" },
	{ WORD_BIT(ACCOUNT),
	  "account accountid acct compte comptes cpt cpte *compte konto kontonummer cuenta conta "
	  "conto rekening ledgeraccount glaccount numcompte kontonr accountcode gl" },
	{ WORD_BIT(JOURNAL),
	  "journal journaux jrn jnl journalcode diario diaro tagebuch period periode exercice "
	  "fiscal book" },
	{ WORD_BIT(COMPANY),
	  "company societe soc dossier mandant etablissement entity entite seller creditor emetteur "
	  "issuer creancier mandanten organisation enterprise firm supplierparty header" },
	{ WORD_BIT(METHOD),
	  "method mode moyen zahlungsart paymentmethod paymentmode modereglement modepaiement "
	  "means metodo forma betalingsmate betalingsmetode instrument" },
	{ WORD_BIT(BANK), "bank banque iban bic swift rib agence guichet banco banca domiciliation" },
	{ WORD_BIT(ALLOCATION),
	  "allocation allocations imputation imputations affectation affectations settlement "
	  "settlements application applications ausgleich zuordnung verrechnung imputacion imputaciones" },
	{ WORD_BIT(OPENING),
	  "opening initial initiale ouverture report anouveau anfang anfangsbestand eroffnung vortrag "
	  "inicial apertura iniziale beginsaldo begin ingoing inngaende primo" },
	{ WORD_BIT(CLOSING),
	  "closing final finale cloture ending schluss endbestand endsaldo schlusssaldo cierre "
	  "chiusura eindsaldo utgaende ultimo" },
	{ WORD_BIT(SITE),
	  "site agence etablissement chantier succursale branch filiale location standort sede" },
};

/* A name in lower case without accents, words apart: "DateÉchéance2" is "date echeance 2". */
static const char *split_name(struct arena *a, const char *name)
{
	struct buf b = BUF_INIT;
	const char *s = name, *r;
	char before = ' ';
	char *p;

	for (; *s; s++) {
		bool upper = *s >= 'A' && *s <= 'Z', digit = *s >= '0' && *s <= '9';
		bool after_lower = before >= 'a' && before <= 'z';
		bool after_upper = before >= 'A' && before <= 'Z';
		bool new_word = upper && s[1] >= 'a' && s[1] <= 'z';

		if ((upper && after_lower) || (new_word && after_upper) ||
		    (digit && (after_lower || after_upper)))
			buf_putc(&b, ' ');
		buf_putc(&b, *s);
		before = *s;
	}
	r = text_postal(a, b.s);
	buf_drop(&b);
	p = (char *)(uintptr_t)arena_strdup(a, r); /* our own copy */
	for (r = p; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 0x20);
	}
	return r;
}

/* Without its blanks. */
static const char *squeeze(struct arena *a, const char *words)
{
	struct buf b = BUF_INIT;
	const char *r;

	for (; *words; words++) {
		if (*words != ' ')
			buf_putc(&b, *words);
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

/* Does the token (n bytes) mean that word? */
static bool token_is(const char *token, size_t n, const char *word, size_t w)
{
	bool head = word[w - 1] == '*', tail = *word == '*';

	word += tail;
	w -= (size_t)tail + head;
	if (n < w)
		return false;
	if (n == w)
		return !memcmp(token, word, w);
	if (head || (w > WHOLE_ONLY && !tail)) {
		if (!memcmp(token, word, w))
			return true;
	}
	return (tail || (w > WHOLE_ONLY && !head)) && !memcmp(token + n - w, word, w);
}

static bool name_has(const char *tokens, const char *whole, const char *word, size_t w)
{
	const char *s = tokens;
	const char *p;

	if (w == 1)
		return whole[0] == *word &&
		       !whole[1]; /* a letter says something only if it is all there is */
	if (!strncmp(whole, word, w) && !whole[w])
		return true; /* "MwSt" looks like two words */
	for (; *s; s += s[0] == ' ') {
		size_t n = strcspn(s, " ");

		if (token_is(s, n, word, w))
			return true;
		s += n;
	}
	if (w < ANYWHERE || memchr(word, '*', w))
		return false;
	for (p = strchr(whole, *word); p; p = strchr(p + 1, *word)) {
		if (!strncmp(p, word, w))
			return true;
	}
	return false;
}

/* Does the name have one of the blank-separated words? */
static bool has_any(const char *tokens, const char *whole, const char *words)
{
	for (; *words; words += *words == ' ') {
		size_t n = strcspn(words, " ");

		if (name_has(tokens, whole, words, n))
			return true;
		words += n;
	}
	return false;
}

uint64_t words_meaning(struct arena *scratch, const char *name)
{
	const char *tokens = split_name(scratch, name), *whole = squeeze(scratch, tokens);
	uint64_t r = 0;
	size_t i;

	for (i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
		if (has_any(tokens, whole, vocabulary[i].words))
			r |= vocabulary[i].meaning;
	}
	return r;
}

/* ---- values ---- */

struct term {
	const char *meaning, *words;
};

/* The first line that has one of the value's words: what is more special comes first. */
static const struct term document_type[] = {
	{ "payment-reject",
	  "impaye impayes rejet rej reject chargeback rucklastschrift ruecklastschrift imp devolucion" },
	{ "credit-note", "avoir avoirs outrefund av avo avc cn nc crn creditnote creditmemo gutschrift gs "
			 "kreditnota kreditnotaer "
			 "notacredito notadecredito abono creditnota dg crm 381" },
	{ "refund", "remboursement remb refund refunds reembolso ruckzahlung rembt" },
	{ "debit-note", "debitnote notededebit notadebito notadedebito nd dn" },
	{ "payment", "reglement reglements regl reg rg rgt rec receipt recibo payment payments paiement paie "
		     "pay pmt paym "
		     "pymt encaissement enc versement virement vir cheque chq chk zahlung zahlungseingang ze "
		     "dz betaling "
		     "innbetaling indbetaling inbetalning pago pagamento cobro cobranza prlv prelevement "
		     "bq bank banque "
		     "cash bnk caisse" },
	{ "invoice",
	  "facture factures fact fac fa fv fc inv invoice invoices rechnung rechnungen faktura fakturaer "
	  "fatura factura fattura factuur ft vte vt ve vente ventes sale sales ri dr 380 ar vf rv" },
	{ "advance",
	  "acompte acomptes aco acpt avance advance anzahlung prepayment deposit anticipo adiantamento" },
	{ "opening-debit",
	  "report ran ano an anouveau opening ouverture saldovortrag nouveau reprise apertura" },
	{ "invoice", "f i" },
	{ "credit-note", "a" },
	{ "payment", "p r" },
};

static const struct term customer_kind[] = {
	{ "public", "public publique pub mai adm col collectivite collectivites administration government "
		    "b2g etat mairie behorde "
		    "offentlig publico" },
	{ "consumer", "particulier particuliers par part consommateur consumer private privat person b2c "
		      "individual privatkunde "
		      "particular persona" },
	{ "business",
	  "entreprise entreprises ent soc societe professionnel professionnels pro b2b business company "
	  "firma corporate "
	  "unternehmen bedrift empresa azienda bedrijf" },
};

static const struct term voided[] = {
	{ "c", "annule annulee annul cancelled canceled cancel storno storniert stornert void voided anulado "
	       "anulada "
	       "anulat annullata annullert" },
	{ "d", "draft simulation simule brouillon entwurf borrador rascunho kladde bozza utkast" },
};

static const struct term receivable[] = {
	{ "r", "receivable receivables debtor debtors client clients customer customers debitor debitoren "
	       "kunde kunden "
	       "kundefordringer clientes clienti debiteuren" },
};

static const struct term first_day[] = {
	{ "f", "debut datedebut du start startdate from fromdate von ab desde da fra inicio beginn "
	       "begindatum opening "
	       "ouverture periodstart" },
};

static const struct term part[] = {
	{ "dispute",
	  "litige litiges dispute disputes reklamation contestation streitfall disputa controversia "
	  "tvist" },
	{ "promise", "promesse promesses promise promises zusage zahlungszusage promesa promessa" },
	{ "plan",
	  "echeancier echeanciers moratoire plan ratenplan paymentplan instalmentplan installmentplan" },
	{ "instalment", "echeance echeances instalment instalments installment installments tranche tranches "
			"mensualite rate "
			"rata cuota inst" },
	{ "reminder",
	  "relance relances reminder reminders mahnung mahnungen dunning rappel rappels recordatorio "
	  "sollecito aanmaning" },
};

static const char *find_term(struct arena *scratch, const struct term *list, size_t n, const char *value)
{
	const char *tokens = split_name(scratch, value), *whole = squeeze(scratch, tokens);
	size_t i;

	for (i = 0; i < n && *tokens; i++) {
		if (has_any(tokens, whole, list[i].words))
			return list[i].meaning;
	}
	return NULL;
}

const char *words_document_type(struct arena *scratch, const char *value)
{
	return find_term(scratch, document_type, sizeof document_type / sizeof *document_type, value);
}

static bool is_yes(const char *value)
{
	static const char *const yes[] = { "1",	   "y", "yes", "true", "o",   "oui",
					   "vrai", "j", "ja",  "si",   "sim", "x" };

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (text_ieq(value, yes[i]))
			return true;
	}
	return false;
}

char words_void(struct arena *scratch, const char *name, const char *value)
{
	const char *r =
		find_term(scratch, voided, sizeof voided / sizeof *voided, is_yes(value) ? name : value);

	return r ? *r : '\0';
}

const char *words_customer_kind(struct arena *scratch, const char *value)
{
	return find_term(scratch, customer_kind, sizeof customer_kind / sizeof *customer_kind, value);
}

const char *words_part(struct arena *scratch, const char *name)
{
	return find_term(scratch, part, sizeof part / sizeof *part, name);
}

const char *words_total_row(const char *cell)
{
	static const char *const word[] = { "Total",	   "Totaux",   "Sous-total",	"Sous total",
					    "Grand total", "Subtotal", "Zwischensumme", "Summe",
					    "Gesamtsumme", "Totale" };
	size_t i;

	for (i = 0; i < sizeof word / sizeof *word; i++) {
		size_t n = strlen(word[i]);

		if (!strncasecmp(cell, word[i], n) && (!cell[n] || strchr(" :.", cell[n])))
			return word[i];
	}
	return NULL;
}

const char *words_currency(struct arena *scratch, const char *value)
{
	static const char *const euro[] = { "€", "euro", "euros" };
	size_t n = strlen(value), i;

	for (i = 0; i < sizeof euro / sizeof *euro; i++) {
		if (text_ieq(value, euro[i]))
			return "EUR";
	}
	if (n < 3 || (n > 3 && !strchr(".:/_- ", value[n - 4])) || currency_find(value + n - 3) == CUR_NONE)
		return NULL;
	return arena_strdup(scratch, value + n - 3);
}

bool words_any(struct arena *scratch, const char *name, const char *words)
{
	const char *tokens = split_name(scratch, name);

	return *tokens && has_any(tokens, squeeze(scratch, tokens), words);
}

bool words_first_day(struct arena *scratch, const char *name)
{
	return find_term(scratch, first_day, sizeof first_day / sizeof *first_day, name) != NULL;
}

bool words_receivable(struct arena *scratch, const char *value)
{
	return find_term(scratch, receivable, sizeof receivable / sizeof *receivable, value) != NULL;
}
