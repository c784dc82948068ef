/* Image reader. The contract is in image.h, the format in PROTOCOL.md, part 1. */
#include "image.h"

#include "bk_crc32.h"
#include "bk_read.h"

#define IMAGE_MAGIC 0x314E4B42u    /* "BKN1" */
#define BACKBONE_MAGIC 0x31424B42u /* "BKB1" */
#define FORMAT_VERSION 1u
#define AT_CRC 12u
#define AT_MODEL_ID 24u
#define SECTION_OPTIONAL 1u

#define TYPE(a, b, c, d) \
    ((uint32_t)(a) | ((uint32_t)(b) << 8) | ((uint32_t)(c) << 16) | ((uint32_t)(d) << 24))

static bk_section *known_section(bk_image *image, uint32_t type)
{
    switch (type) {
    case TYPE('F', 'R', 'N', 'T'): return &image->front_end;
    case TYPE('N', 'E', 'T', 'W'): return &image->network;
    case TYPE('W', 'G', 'H', 'T'): return &image->weights;
    case TYPE('H', 'E', 'A', 'D'): return &image->head;
    case TYPE('D', 'E', 'C', 'I'): return &image->decision;
    case TYPE('L', 'A', 'B', 'L'): return &image->labels;
    case TYPE('M', 'E', 'T', 'A'): return &image->meta;
    case TYPE('B', 'A', 'C', 'K'): return &image->backbone;
    default: return NULL;
    }
}

static bk_status read_table(const uint8_t *bytes, bk_image *image)
{
    const uint8_t count = bk_u8(bytes + 7);
    const uint32_t data_start = BK_IMAGE_HEADER + BK_IMAGE_SECTION_ENTRY * (uint32_t)count;
    if (count > BK_IMAGE_SECTIONS_MAX || data_start > image->size) {
        return BK_ERR_SECTION;
    }
    for (uint8_t i = 0; i < count; i++) {
        const uint8_t *entry = bytes + BK_IMAGE_HEADER + BK_IMAGE_SECTION_ENTRY * (size_t)i;
        const uint32_t flags = bk_u32(entry + 4);
        const uint32_t offset = bk_u32(entry + 8);
        const uint32_t length = bk_u32(entry + 12);
        if ((offset & 3u) != 0 || offset < data_start || offset > image->size ||
            length > image->size - offset) {
            return BK_ERR_SECTION;
        }
        bk_section *section = known_section(image, bk_u32(entry));
        if (section == NULL) {
            if ((flags & SECTION_OPTIONAL) == 0) {
                return BK_ERR_SECTION; /* something this runtime must not ignore */
            }
            continue;
        }
        if (section->at != NULL) {
            return BK_ERR_SECTION;
        }
        section->at = bytes + offset;
        section->size = length;
    }
    return BK_OK;
}

static int has_its_sections(const bk_image *image)
{
    if (image->front_end.at == NULL || image->head.at == NULL || image->decision.at == NULL ||
        image->labels.at == NULL || (image->network.at == NULL) != (image->weights.at == NULL)) {
        return 0;
    }
    return image->backbone.at == NULL ||
           (image->network.at == NULL && image->backbone.size == BK_IMAGE_ID);
}

/* Labels lie one after the other: flags, length, bytes. */
static int labels_are_whole(const bk_image *image)
{
    uint32_t at = 0;
    for (uint8_t i = 0; i < image->classes; i++) {
        if (image->labels.size - at < 2u) {
            return 0;
        }
        const uint8_t length = bk_u8(image->labels.at + at + 1u);
        at += 2u;
        if (length > BK_LABEL_BYTES_MAX || length > image->labels.size - at) {
            return 0;
        }
        at += length;
    }
    return 1;
}

/* What images and backbones have in common: header, CRC and table. */
static bk_status read_container(const uint8_t *bytes, uint32_t size, uint32_t magic, bk_image *image)
{
    if (size < 4u) {
        return BK_ERR_TRUNCATED;
    }
    if (bk_u32(bytes) != magic) {
        return BK_ERR_MAGIC;
    }
    if (size < BK_IMAGE_HEADER) {
        return BK_ERR_TRUNCATED;
    }
    if (bk_u16(bytes + 4) != FORMAT_VERSION) {
        return BK_ERR_VERSION; /* before the CRC, which a newer format may compute otherwise */
    }
    memset(image, 0, sizeof *image);
    image->at = bytes;
    image->size = bk_u32(bytes + 8);
    if (image->size < BK_IMAGE_HEADER || image->size > size) {
        return BK_ERR_TRUNCATED;
    }
    uint32_t crc = bk_crc32_image(BK_CRC32_EMPTY, bytes, AT_CRC);
    crc = bk_crc32_image(crc, bytes + AT_CRC + 4u, image->size - AT_CRC - 4u);
    if (crc != bk_u32(bytes + AT_CRC)) {
        return BK_ERR_CRC;
    }
    const uint8_t family = bk_u8(bytes + 6);
    if (family != BK_FAMILY_GENERIC && family != BK_FAMILY_OWN) {
        return BK_ERR_FAMILY;
    }
    image->arena_stated = bk_u32(bytes + 32);
    image->signal = bk_u8(bytes + 36);
    image->classes = bk_u8(bytes + 37);
    if (image->signal > BK_SIGNAL_MOTION) {
        return BK_ERR_FRONT_END;
    }
    return read_table(bytes, image);
}

bk_status bk_image_read(const uint8_t *bytes, uint32_t size, bk_image *image)
{
    const bk_status status = read_container(bytes, size, IMAGE_MAGIC, image);
    if (status != BK_OK) {
        return status;
    }
    if (image->classes == 0 || image->classes > BK_CLASSES_MAX) {
        return BK_ERR_HEAD;
    }
    return has_its_sections(image) && labels_are_whole(image) ? BK_OK : BK_ERR_SECTION;
}

bk_status bk_backbone_read(const bk_backbone *backbone, bk_image *read)
{
    const bk_status status = read_container(backbone->at, backbone->size, BACKBONE_MAGIC, read);
    if (status != BK_OK) {
        return status;
    }
    const int whole =
        read->front_end.at != NULL && read->network.at != NULL && read->weights.at != NULL;
    return whole ? BK_OK : BK_ERR_SECTION;
}

int bk_backbone_id(const bk_backbone *backbone, uint8_t id[8])
{
    bk_image read;
    memset(id, 0, BK_IMAGE_ID);
    if (backbone->at == NULL || bk_backbone_read(backbone, &read) != BK_OK) {
        return 0;
    }
    bk_copy(id, read.at + AT_MODEL_ID, BK_IMAGE_ID);
    return 1;
}

void bk_image_ids(const bk_image *image, uint8_t image_id[8], uint8_t model_id[8])
{
    bk_copy(image_id, image->at + 16, BK_IMAGE_ID);
    bk_copy(model_id, image->at + AT_MODEL_ID, BK_IMAGE_ID);
}

int bk_image_label(const bk_image *image, uint8_t class_index, uint8_t *flags,
                   const uint8_t **label, uint8_t *size)
{
    if (class_index >= image->classes) {
        return 0;
    }
    const uint8_t *at = image->labels.at;
    for (uint8_t i = 0; i < class_index; i++) {
        at += 2u + (size_t)bk_u8(at + 1);
    }
    *flags = bk_u8(at);
    *size = bk_u8(at + 1);
    *label = at + 2;
    return 1;
}
