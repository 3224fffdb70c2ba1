/* errtext.c - why a system call failed, in French (the program never sets a locale). */
#include "base/diag.h"

#include <errno.h>
#include <string.h>

#include "base/banned.h"

const char *diag_errno(int err)
{
	const char *text;

	switch (err) {
	case ENOENT:
		return "fichier ou dossier introuvable";
	case EACCES:
	case EPERM:
		return "accès refusé";
	case EEXIST:
		return "existe déjà";
	case ENOTDIR:
		return "un élément du chemin n'est pas un dossier";
	case EISDIR:
		return "c'est un dossier";
	case ENOTEMPTY:
		return "le dossier n'est pas vide";
	case ENOSPC:
		return "plus de place sur le disque";
	case EDQUOT:
		return "quota de disque atteint";
	case EFBIG:
		return "fichier trop grand pour ce système";
	case EROFS:
		return "le disque est en lecture seule";
	case EIO:
		return "erreur d'entrée-sortie du disque";
	case EMFILE:
	case ENFILE:
		return "trop de fichiers ouverts";
	case ENAMETOOLONG:
		return "nom trop long";
	case ELOOP:
		return "trop de liens symboliques";
	case ENOMEM:
		return "mémoire insuffisante";
	case EPIPE:
		return "le destinataire a fermé le tube";
	case EBUSY:
	case ETXTBSY:
		return "occupé par un autre programme";
	case EXDEV:
		return "sur un autre disque";
	default:
		text = strerrordesc_np(err);
		return text ? text : "erreur inconnue du système";
	}
}
