// @ts-check
/** The replay page of our server. Another page starts the same player with a source of its own. */
import { ReplayPlayer } from "./replay-player.js";
import { ServerSource } from "./replay-source.js";

ReplayPlayer.source = (player) => new ServerSource(player.getAttribute("src") ?? "", player.lang);
customElements.define("replay-player", ReplayPlayer);
