"""Articles that nobody wrote, for tests of what compares documents."""

HARBOUR = (
    "The harbour of Harnsey stays closed until Friday, the council said on Monday evening. Divers found the wreck of a "
    "trawler eleven metres below the ferry lane, and the crane that is to raise it has to come from the mainland. Two "
    "ferries lie at the northern pier, and some two hundred passengers were brought back by coach. The harbour master, "
    "Petra Havelik, called the wreck a danger to every ship that draws more than four metres. Fishermen may leave at "
    "high tide. The insurers of the trawler have not answered yet, and nobody in the town hall will say what the crane "
    "costs. A public meeting is to be held in the school on Thursday at seven.\n"
)
AGAIN = HARBOUR.replace("on Monday evening", "late on Monday").replace("has to come", "must come")
"""A near copy of it."""

WALL = (
    "The harbour board of Marlow Bay voted on Tuesday for a new wall.\n"
    "It will cost nine million and take two winters, the engineers said.\n"
    "Fishermen asked for a gate that is wide enough for the trawlers.\n"
    "The first stone is to be laid in April, if the ground is dry by then.\n"
    "A letter against the plan was signed by three hundred residents.\n"
)

_SPOKE = "Le {} mai, l'envoyé Andriy Havryliukenko a parlé du port et de ce que la ville ferait de cet argent.\n"
DEPARTED = "Later that day {} the envoy Andriy {} left for the coast, and nobody knew what he would do there.\n"
IN_TWO_LANGUAGES = {
    **{f"fr{n}.txt": _SPOKE.format(n) for n in range(6)},
    **{f"en{n}.txt": DEPARTED.format(n, "Havrylyukenko") for n in range(6)},
    "x.txt": DEPARTED.format(9, "Havryliukenko"),
}
"""Files in which French texts write a name otherwise than English ones, and one English text as the French do."""
