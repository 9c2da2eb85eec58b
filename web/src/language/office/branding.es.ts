/** Spanish texts of the page for name, colors, and logo. */
import type { BrandingTexts } from "@/language/office/branding.en";

const REFUSED: Readonly<Record<string, string>> = {
  name: "Texto simple en una línea, sin < ni >, de 60 caracteres como máximo.",
  town: "Texto simple en una línea, sin < ni >, de 60 caracteres como máximo.",
  about: "Texto simple, sin < ni >, de 800 caracteres como máximo.",
  contact: "Texto simple, sin < ni >, de 800 caracteres como máximo.",
  label: "Texto simple en una línea, sin < ni >, de 60 caracteres como máximo.",
  url: "Debe empezar con https://, http://, mailto: o / (una página de este calendario).",
  css: "No puede cargar nada de otros sitios ni tener scripts o marcas; 20,000 caracteres como máximo.",
};

/** A color that would do is in what the API says. */
function refused(field: string, said: string): string {
  if (!field.startsWith("accent")) return REFUSED[field] ?? said;
  const better = /; (#[0-9a-f]{6})/.exec(said)?.[1];
  return better ? `Se lee mal; ${better} serviría.` : "Debe ser un color como #0a6166.";
}

export const branding: BrandingTexts = {
  title: "Imagen",
  about: "Cómo se llama la página pública y qué aspecto tiene. Los visitantes ven cada cambio al instante.",
  see: "Ver la página",
  saved: "Guardado. Los visitantes ya lo ven.",
  fix: "Aún no se guardó nada: algunos campos necesitan otro valor.",
  look: "Vista previa",
  preview: "Vista previa",
  previewAbout: "La portada con estos valores. Todavía no se ha guardado nada.",
  mode: "Modo",
  modes: { light: "Claro", dark: "Oscuro" },
  width: "Ancho",
  widths: { wide: "Como aquí", phone: "Teléfono" },
  save: "Guardar",
  onlyAdmins: "Solo los administradores pueden cambiarlo.",
  name: "Nombre de la página",
  nameHint: "Arriba, en los títulos y en los canales.",
  town: "Ciudad",
  townHint: "Para el título «Qué hacer en …».",
  theme: "Tema",
  themes: { harbor: "Puerto", garden: "Jardín", brick: "Ladrillo", plum: "Ciruela" },
  sampleTitle: "Jazz en el muelle",
  sampleTime: "Viernes, 8 p. m.",
  sampleButton: "Entradas",
  accent: "Su propio color, modo claro",
  accent_dark: "Su propio color, modo oscuro",
  accentHint: "Para enlaces y botones, como #0a6166. Vacío: el del tema.",
  font: "Tipo de letra",
  usual: "El habitual",
  fonts: {
    classic: "Clásico: títulos con serifas",
    modern: "Moderno: sin serifas",
    humanist: "Humanista: formas más suaves",
    book: "Libro: serifas en todo",
  },
  logo: "Logotipo",
  logoHint: "PNG, JPEG, WebP, GIF o SVG, de 30 KB como máximo. Sustituye al nombre de arriba.",
  logoTooLarge: (kb) => `debe tener 30 KB como máximo, para que la página siga siendo rápida; este tiene ${kb} KB`,
  logoNow: "El logotipo",
  removeLogo: "Quitar el logotipo",
  texts: { about: "Acerca de", contact: "Contacto" },
  textHint: "Texto sin formato en el pie. Una línea vacía empieza un párrafo.",
  links: "Enlaces del pie",
  linkLabel: (at) => `Texto del enlace ${at}`,
  linkAddress: (at) => `Dirección del enlace ${at}`,
  removeLink: (at) => `Quitar el enlace ${at}`,
  addLink: "Agregar un enlace",
  css: "Su propia hoja de estilos (CSS)",
  refused,
  cssHint: "Después de todas las demás, solo en la página pública. No puede cargar nada de otros sitios.",
};
