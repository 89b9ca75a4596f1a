// @ts-check
/** The widget's style sheet, for its shadow: the server puts the file in when it joins the modules into one. */
export const STYLE = "@embed.css";
