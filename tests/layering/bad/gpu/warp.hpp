// Fixture: a folder without a place.
#pragma once
