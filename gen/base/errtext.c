/* errtext.c - why a system call failed and what to do, in French (the program never sets a locale). */
#include "base/diag.h"

#include <errno.h>
#include <string.h>

#include "base/banned.h"

const char *diag_errno(int err)
{
	const char *text;

	switch (err) {
	case ENOENT:
		return "fichier ou dossier introuvable ; vérifiez le chemin";
	case EACCES:
	case EPERM:
		return "accès refusé ; vérifiez les droits";
	case EEXIST:
		return "existe déjà";
	case ENOTDIR:
		return "un élément du chemin n'est pas un dossier ; vérifiez-le";
	case EISDIR:
		return "c'est un dossier ; indiquez un fichier";
	case ENOTEMPTY:
		return "le dossier n'est pas vide";
	case ENOSPC:
		return "plus de place sur le disque ; libérez-en";
	case EDQUOT:
		return "quota de disque atteint ; libérez de la place";
	case EFBIG:
		return "fichier trop grand pour ce système ou pour la limite fixée (ulimit -f)";
	case EROFS:
		return "le disque est en lecture seule ; choisissez-en un autre";
	case EIO:
		return "erreur d'entrée-sortie du disque";
	case EMFILE:
	case ENFILE:
		return "trop de fichiers ouverts ; relevez la limite (ulimit -n)";
	case ENAMETOOLONG:
		return "nom trop long ; raccourcissez-le";
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
