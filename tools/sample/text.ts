/** What the sample person says, and what is said around them. */

/** The six commands of the sample person: everyday words, short ones among them. */
export const COMMANDS = ["select", "go back", "scroll down", "page up", "open menu", "stop"] as const;

/** Everyday talk without any word of {@link COMMANDS}. */
export const SENTENCES = [
  "The kettle is on, would you like some tea?",
  "Yesterday it rained all afternoon, so we stayed in.",
  "I think the neighbours are having their kitchen done.",
  "My sister called about the weekend.",
  "Could you pass me the blue cushion, please?",
  "There was a long queue at the bakery this morning.",
  "We should water the plants before they dry out.",
  "He said the train would be late again.",
  "What shall we have for dinner, fish or soup?",
  "The cat has been asleep in the sun for hours.",
  "I have never liked the colour of that wall.",
  "They are showing the old film at nine tonight.",
  "Thank you, that is very kind of you.",
  "No, not yet, maybe in a minute.",
  "The doctor moved my appointment to Thursday.",
  "Did you hear the wind last night?",
  "It takes about twenty minutes by bus.",
  "My hands are cold, is the heating working?",
  "She plays the violin rather well for her age.",
  "The milk is in the fridge, behind the juice.",
  "I read that book twice and still cannot explain it.",
  "Let us ask Martin, he knows about engines.",
  "The news was nothing but weather and football.",
  "Where did I leave my glasses this time?",
  "All right, see you later then.",
  "Our holiday photographs are somewhere in this box.",
  "The children next door are learning the drums.",
  "Would it be easier with a longer cable?",
  "Honestly, the soup needed more salt.",
  "Well, we could try it on Friday instead.",
  "This chair is more comfortable than the other one.",
  "I dreamed that we lived beside the sea.",
] as const;

/** Short remarks, which are nearer to a command than a sentence is. */
export const REMARKS = [
  "yes",
  "no",
  "okay",
  "hello",
  "really?",
  "mm",
  "thanks",
  "oh well",
  "just a second",
  "sorry?",
] as const;
