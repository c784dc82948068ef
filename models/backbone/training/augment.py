"""What a wearable might hear of a clean stream: noise, other talk, tilt, gain, band limits, notches and a floor,
worked on log2 mel power. All of it in torch, so that it runs where the student is trained."""

import torch

import front_end


def uniform(low, high, *shape, device):
    return low + (high - low) * torch.rand(*shape, device=device)


def curve(points, length):
    """(count, points, ...) values -> (count, length): straight lines between evenly spaced points."""
    return torch.nn.functional.interpolate(points[:, None], size=length, mode="linear", align_corners=True)[:, 0]


def gamma(shape, size, device):
    """Gamma values of a whole shape with mean 1: the sum of `shape` exponential values over `shape`."""
    return sum(-torch.log(torch.rand(size, device=device).clamp(min=1e-7)) for _ in range(shape)) / shape


class Augment:
    """call(clean, others): (streams, frames, 40) log2 mel power and as many other streams for babble -> int8 frames / 32."""

    def __init__(self, device):
        self.device = device
        bands = torch.arange(front_end.BANDS, device=device)
        self.position = bands / (front_end.BANDS - 1) - 0.5
        self.bands = bands
        self.centre_hz = torch.tensor(front_end.CENTRES, dtype=torch.float32, device=device)

    def tilt(self, count):
        slope = torch.randn(count, 1, 1, device=self.device)
        bow = 0.7 * torch.randn(count, 1, 1, device=self.device)
        return slope * 2 * self.position + bow * (4 * self.position ** 2 - 0.5)

    def coloured(self, count, frames):
        """Log2 power of noise with a colour of its own that swells slowly; at times clicks, knocks and dishes."""
        device = self.device
        colour = curve(2 * torch.randn(count, 5, device=device), front_end.BANDS)
        swell = curve(torch.randn(count, 12, device=device) * uniform(0, 1.5, count, 1, device=device), frames)
        grain = torch.log2(gamma(4, (count, frames, front_end.BANDS), device) + 1e-3)
        knocks = (torch.rand(count, frames, device=device) < uniform(0, 0.04, count, 1, device=device)).float()
        knocks = torch.nn.functional.max_pool1d(knocks, 4, 1, 2)[:, :frames] * uniform(2, 6, count, 1, device=device)
        knocks = knocks * (torch.rand(count, 1, device=device) < 0.3)
        return colour[:, None] + (swell + knocks)[:, :, None] + grain

    def __call__(self, clean, others):
        device, (count, frames, _) = self.device, clean.shape
        loudest = lambda x: x.flatten(1)[:, ::7].quantile(0.9, dim=1)[:, None, None]
        pick = lambda share: torch.rand(count, 1, 1, device=device) < share
        noise = torch.where(pick(0.5), self.coloured(count, frames), others)
        snr_db = torch.where(pick(0.75), uniform(3, 32, count, 1, 1, device=device), torch.tensor(60.0, device=device))
        mixed = torch.exp2(clean + self.tilt(count)) + torch.exp2(noise - loudest(noise) + loudest(clean) - snr_db / 3.01)
        gain = torch.exp2(2 * torch.randn(count, 1, 1, device=device))
        limits = torch.tensor([3400.0, 3900.0, 5000.0, 6500.0], device=device)[torch.randint(4, (count, 1, 1), device=device)]
        limit = torch.where(pick(0.55), limits, torch.tensor(9000.0, device=device))
        mixed = mixed * torch.where(self.centre_hz > limit, 1e-5, 1.0)
        at = torch.randint(0, 36, (count, 1, 1), device=device)
        notch = (self.bands >= at) & (self.bands < at + torch.randint(2, 5, (count, 1, 1), device=device)) & pick(0.2)
        mixed = mixed * torch.where(notch, 10 ** -uniform(0.5, 2.5, count, 1, 1, device=device), torch.ones(1, device=device))
        floor = torch.exp2(uniform(4, 13, count, 1, 1, device=device))
        return front_end.quantise(mixed * gain + floor * gamma(3, clean.shape, device)) / 32
