// @ts-check
/**
 * The files of an archive, loaded when they are needed. A page from a memory stick may neither fetch nor import, but it may
 * run a script; so each file is one, which hands over its data by its name.
 */

/** Files of which the data are kept; the one used longest ago goes. */
const KEPT = 48;

const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("livefeed-files", {
  createScriptURL: (/** @type {string} */ address) => address,
});

export class Files {
  #folder;
  /** @type {Map<string, Promise<any>>} */ #kept = new Map();
  /** @type {Map<string, any>} */ #come = new Map();

  /** @param {string} folder its address, with a slash at the end */
  constructor(folder) {
    this.#folder = folder;
    /** @type {any} */ (globalThis).livefeedFile = (/** @type {string} */ name, /** @type {any} */ data) => this.#come.set(name, data);
  }

  /** @param {string} name as we wrote it ourselves @returns {Promise<any>} */
  get(name) {
    const file = this.#kept.get(name) ?? this.#load(name);
    this.#kept.delete(name);
    this.#kept.set(name, file);
    file.catch(() => this.#kept.delete(name));
    if (this.#kept.size > KEPT) this.#kept.delete(/** @type {string} */ (this.#kept.keys().next().value));
    return file;
  }

  /** @param {string} name @returns {Promise<any>} */
  #load(name) {
    const address = new URL(`${name}.js`, new URL(this.#folder, location.href)).href;
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = policy ? policy.createScriptURL(address) : address;
      const done = () => {
        script.remove();
        const data = this.#come.get(name);
        this.#come.delete(name);
        if (data === undefined) reject(new Error(`${name}: is not there`));
        else resolve(data);
      };
      script.addEventListener("load", done);
      script.addEventListener("error", done);
      document.head.append(script);
    });
  }
}
