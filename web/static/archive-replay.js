// @ts-check
/** The replay page of an archive: the player of our server's page, over files. */
import { Files } from "./archive-files.js";
import { FilesSource } from "./archive-source.js";
import { ReplayPlayer } from "./replay-player.js";

ReplayPlayer.source = (player) => new FilesSource(new Files(player.getAttribute("src") ?? ""), player.lang);
customElements.define("replay-player", ReplayPlayer);
