#include "square_root.h"

#include "bk_read.h"

/* Roots of i * 2^24 for i = 64 to 256, to the nearest; the last one cut to 16 bits. */
static const uint16_t ROOTS[193] BK_TABLE = {
    32768u, 33023u, 33276u, 33527u, 33776u, 34024u, 34270u, 34514u, 34756u, 34996u, 35235u, 35472u,
    35708u, 35942u, 36175u, 36406u, 36636u, 36864u, 37091u, 37316u, 37540u, 37763u, 37985u, 38205u,
    38424u, 38642u, 38858u, 39073u, 39287u, 39500u, 39712u, 39923u, 40132u, 40341u, 40548u, 40755u,
    40960u, 41164u, 41368u, 41570u, 41771u, 41972u, 42171u, 42369u, 42567u, 42763u, 42959u, 43154u,
    43348u, 43541u, 43733u, 43925u, 44115u, 44305u, 44494u, 44682u, 44869u, 45056u, 45242u, 45427u,
    45611u, 45795u, 45977u, 46160u, 46341u, 46522u, 46702u, 46881u, 47059u, 47237u, 47415u, 47591u,
    47767u, 47942u, 48117u, 48291u, 48465u, 48637u, 48809u, 48981u, 49152u, 49322u, 49492u, 49661u,
    49830u, 49998u, 50166u, 50332u, 50499u, 50665u, 50830u, 50995u, 51159u, 51323u, 51486u, 51649u,
    51811u, 51972u, 52134u, 52294u, 52454u, 52614u, 52773u, 52932u, 53090u, 53248u, 53405u, 53562u,
    53719u, 53874u, 54030u, 54185u, 54340u, 54494u, 54647u, 54801u, 54954u, 55106u, 55258u, 55410u,
    55561u, 55712u, 55862u, 56012u, 56162u, 56311u, 56459u, 56608u, 56756u, 56903u, 57051u, 57198u,
    57344u, 57490u, 57636u, 57781u, 57926u, 58071u, 58215u, 58359u, 58503u, 58646u, 58789u, 58931u,
    59073u, 59215u, 59357u, 59498u, 59639u, 59779u, 59919u, 60059u, 60199u, 60338u, 60477u, 60615u,
    60753u, 60891u, 61029u, 61166u, 61303u, 61440u, 61576u, 61712u, 61848u, 61984u, 62119u, 62254u,
    62388u, 62523u, 62657u, 62790u, 62924u, 63057u, 63190u, 63323u, 63455u, 63587u, 63719u, 63850u,
    63982u, 64113u, 64243u, 64374u, 64504u, 64634u, 64763u, 64893u, 65022u, 65151u, 65279u, 65408u,
    65535u,
};

uint16_t bk_square_root(uint32_t value)
{
    if (value == 0) {
        return 0;
    }
    /* Shifted up by pairs of bits until one of the two highest is set. */
    uint32_t high = value;
    uint8_t halved = 0;
    if (high < ((uint32_t)1 << 16)) {
        high <<= 16;
        halved = 8;
    }
    if (high < ((uint32_t)1 << 24)) {
        high <<= 8;
        halved = (uint8_t)(halved + 4u);
    }
    if (high < ((uint32_t)1 << 28)) {
        high <<= 4;
        halved = (uint8_t)(halved + 2u);
    }
    if (high < ((uint32_t)1 << 30)) {
        high <<= 2;
        halved++;
    }
    /* Between two table entries the root is straight to within one unit: its
     * curve departs from the chord by at most 65536 / 8 / 4 / 64^2 = 0.5. */
    const uint8_t index = (uint8_t)((high >> 24) - 64u);
    const uint32_t below = bk_u16(&ROOTS[index]);
    const uint32_t above = bk_u16(&ROOTS[index + 1u]);
    uint32_t root = (below + (((above - below) * ((high >> 16) & 0xFFu)) >> 8)) >> halved;
    while (root * root > value) {
        root--;
    }
    while (root < 0xFFFFu && (root + 1u) * (root + 1u) <= value) {
        root++;
    }
    return (uint16_t)root;
}
